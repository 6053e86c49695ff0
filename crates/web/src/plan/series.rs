//! How near somebody said they were to a goal, day by day.

use leptos::prelude::*;
use rapport_care::GoalId;
use rapport_care::limits::RATING_MAX;
use rapport_care::plan::Rating;
use rapport_client::session::PlanView;
use rapport_wire::Timestamp;

use crate::i18n::{date_short, t};

/// Days that are shown.
const DAYS_MAX: usize = 8;

/// What was said last on each day, oldest first. Whoever presses twice has thought better of it.
fn by_day(ratings: &[Rating], day: impl Fn(i64) -> String) -> Vec<(String, u8)> {
    let mut days: Vec<(String, u8)> = Vec::new();
    for it in ratings {
        let day = day(it.at);
        days.retain(|(known, _)| *known != day);
        days.push((day, it.rating));
    }
    let over = days.len().saturating_sub(DAYS_MAX);
    days.split_off(over)
}

/// The last days, as bars and figures.
#[component]
pub(super) fn Series(
    /// The plan.
    plan: Memo<Option<PlanView>>,
    /// Which goal.
    goal: GoalId,
) -> impl IntoView {
    let days = Memo::new(move |_| {
        let day = |at| date_short(Timestamp::from_micros(at));
        plan.with(|plan| plan.as_ref().map(|plan| by_day(plan.ratings_of(goal), day)).unwrap_or_default())
    });
    let rows = move || {
        let row = |(day, rating): (String, u8)| {
            let share = f64::from(rating) / f64::from(RATING_MAX);
            view! {
                <tr>
                    <th scope="row">{day}</th>
                    <td class="rated-bar"><span style=("--share", share.to_string()) aria-hidden="true"></span></td>
                    <td class="numbers">{rating}</td>
                </tr>
            }
        };
        days.get().into_iter().map(row).collect_view()
    };
    move || {
        (!days.with(Vec::is_empty)).then(|| view! {
            <table class="rated" data-testid="rated">
                <caption class="small soft">{t!("plan-rated")}</caption>
                <thead class="unseen"><tr><th scope="col">{t!("chart-date")}</th><th scope="col">{t!("plan-near")}</th><th scope="col">{t!("plan-of-ten")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        })
    }
}

#[cfg(test)]
mod tests {
    use rapport_care::AccountId;

    use super::*;

    #[test]
    fn the_last_word_of_a_day_counts_and_the_last_days_are_shown() {
        let rating = |at, rating| Rating { by: AccountId([1; 16]), at, rating };
        let day = |at: i64| (at / 10).to_string();
        let said = [rating(1, 3), rating(12, 5), rating(15, 6)];
        assert_eq!(by_day(&said, day), [("0".to_owned(), 3), ("1".to_owned(), 6)]);
        let many: Vec<_> = (0..20).map(|n| rating(n * 10, 4)).collect();
        let shown = by_day(&many, day);
        assert_eq!((shown.len(), shown[0].0.as_str()), (DAYS_MAX, "12"));
    }
}
