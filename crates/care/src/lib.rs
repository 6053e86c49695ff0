//! What therapy is: the words people exchange and what they mean; pure.
