### Inviting people.

invite-title = Invite somebody
invite-lead = A link lets one person in, once.
invite-who = Whom do you invite?
invite-client = A client
invite-client-help = Begins a new conversation between the two of you.
invite-therapist = A therapist
invite-therapist-help = Joins the practice, and can invite clients.
invite-coordinator = A coordinator
invite-coordinator-help = Joins the practice to answer enquiries and assign clients.
invite-expires = Valid for
invite-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
invite-whom = For whom? If you like, a note to yourself
invite-whom-help = Only you see it, to tell your invitations apart. It is sealed with your keys.
invite-submit = Make the link
invite-ready-title = Your link is ready
invite-ready-lead = It is shown only this once.
invite-link-label = Invitation link
invite-copy = Copy the link
invite-advice = Send it by a way you trust to reach this person and nobody else: whoever opens it first gets in. Tell them it comes from you, and compare codes when you first meet.
invite-another = Invite somebody else
invite-list-title = Invitations
invite-list-none = No invitations yet. Those you make are listed here, and open ones can be taken back.
invite-made = made { $day }
invite-open = Open until { $day }
invite-used = Used
invite-used-by = Used: { $name } has joined
invite-revoked = Taken back
invite-expired = Expired on { $day }, unused
invite-revoke = Take back
invite-revoke-named = Take back the invitation for { $name }
invite-revoke-unnamed = Take back the invitation of a { $role }
invite-revoke-title = Take this invitation back?
invite-revoke-body = The link stops working at once. Nobody who is already here is affected.
invite-revoked-done = The invitation is taken back.
invite-forbidden = Inviting is for therapists and owners.
