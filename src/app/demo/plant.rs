//! Mistakes to plant: each breaks one rule, once, at one record, and leaves everything else in order. Where two rules
//! look at one mistake from two sides, the planter names the other.
//!
//! A new planter is a function in one of the modules and a line in [`PLANTERS`]. What makes a mistake the only one it
//! causes is written beside it where it is not plain.

mod assets;
mod computers;
mod handling;
mod partners;
mod rights;
mod storage;

use serde::Serialize;

use super::company::Company;
use super::rng::Rng;

/// The record that the rule will name: register and row.
type Victim = (&'static str, u32);

struct Planter {
    rule: &'static str,
    /// What was done, in words for whoever reads the list.
    note: &'static str,
    /// Rules that the same mistake breaks as well, at this record or at one that belongs to it.
    also: &'static [&'static str],
    /// Finds a victim that no other mistake touches, spoils it and names it; nothing where there is none left.
    plant: fn(&mut Company, &mut Rng) -> Option<Victim>,
}

const fn planter(
    rule: &'static str,
    note: &'static str,
    plant: fn(&mut Company, &mut Rng) -> Option<Victim>,
) -> Planter {
    Planter { rule, note, also: &[], plant }
}

impl Planter {
    const fn also(self, rules: &'static [&'static str]) -> Planter {
        Planter { also: rules, ..self }
    }
}

static PLANTERS: &[Planter] = &[
    planter("access_rights/held-by-leaver", "退職日までに権限を外していない", rights::held_by_leaver),
    planter("access_rights/granted-before-pledge", "誓約書の提出より前に権限を設定した", rights::granted_before_pledge)
        .also(&["access_rights/considered-after-grant", "access_rights/granted-before-application"]),
    planter(
        "access_rights/granted-before-training",
        "教育の受講より前に権限を設定した",
        rights::granted_before_training,
    )
    .also(&["access_rights/considered-after-grant", "access_rights/granted-before-application"]),
    planter("access_rights/review-overdue", "権限の見直しを1年以上していない", rights::review_overdue),
    planter("access_rights/reviewed-by-granter", "権限を設定した本人が確認した", rights::reviewed_by_granter),
    planter("access_rights/reviewed-by-subordinate", "設定者の部下が確認した", rights::reviewed_by_subordinate),
    planter("access_rights/reviewer-missing", "レビュー者を空欄にした", rights::reviewer_missing),
    planter("access_rights/training-date-missing", "訓練受講日を空欄にした", rights::training_date_missing),
    planter("access_rights/incomplete-entry", "権限の範囲を空欄にした", rights::incomplete_entry),
    planter(
        "access_rights/granted-without-authority",
        "管理責任者でない人が設定した",
        rights::granted_without_authority,
    ),
    planter("access_rights/not-reported-to-owner", "管理責任者への報告日を空欄にした", rights::not_reported_to_owner),
    planter("access_rights/duplicate-grant", "同じ権限を二度書いた", rights::duplicate_grant),
    planter("access_rights/overlapping-grants", "終わっていない権限に重ねて設定した", rights::overlapping_grants),
    planter("access_rights/ends-before-start", "解除日を設定日より前にした", rights::ends_before_start)
        .also(&["accounts/reaches-without-grant"]),
    planter("access_rights/open-on-closed-asset", "廃棄・返却した情報の権限を残した", rights::open_on_closed_asset),
    planter(
        "access_rights/outside-holder-department",
        "他部署の人の特別な理由を空欄にした",
        rights::outside_department,
    )
    .also(&["assets/multi-department-undeclared"]),
    planter("access_rights/pledge-of-another-person", "別の人の誓約書番号を書いた", rights::pledge_of_another),
    planter("assets/high-without-owner", "極秘の情報の管理責任者を空欄にした", assets::high_without_owner),
    planter("assets/high-without-location", "極秘の情報の保管場所を空欄にした", assets::high_without_location)
        .also(&["accounts/reaches-without-grant"]),
    planter("assets/high-without-contact", "極秘の情報の連絡先を空欄にした", assets::high_without_contact),
    planter("assets/high-without-retention", "極秘の情報の保管期限を空欄にした", assets::high_without_retention),
    planter("assets/high-without-disclosed-to", "極秘の情報の開示先を空欄にした", assets::high_without_disclosed_to),
    planter("assets/high-without-access-list", "極秘の情報の権限をすべて解除した", assets::high_without_access_list)
        .also(&["accounts/reaches-without-grant"]),
    planter(
        "assets/other-without-access-list",
        "社外秘の情報の権限をすべて解除した",
        assets::other_without_access_list,
    )
    .also(&["accounts/reaches-without-grant"]),
    planter("assets/electronic-unmarked", "電子データの表示方法を空欄にした", assets::electronic_unmarked),
    planter("assets/paper-unmarked", "紙の表示箇所を空欄にした", assets::paper_unmarked),
    planter("assets/object-unmarked", "現物なのに表紙に表示したことにした", assets::object_unmarked),
    planter("assets/in-unlockable-container", "鍵のない棚に置いた", assets::in_unlockable_container),
    planter("assets/in-open-service", "だれでも見られるサービスに置いた", assets::in_open_service)
        .also(&["accounts/reaches-without-grant"]),
    planter("assets/in-retired-service", "使うのをやめたサービスに置いた", assets::in_retired_service)
        .also(&["accounts/reaches-without-grant"]),
    planter("assets/in-retired-system", "廃棄した機器に置いた", assets::in_retired_system)
        .also(&["accounts/reaches-without-grant", "assets/unencrypted-on-device"]),
    planter("assets/on-lost-or-disposed-medium", "廃棄した媒体に置いた", assets::on_disposed_medium)
        .also(&["accounts/reaches-without-grant"]),
    planter("assets/above-service-class", "極秘を扱えないサービスに置いた", assets::above_service_class)
        .also(&["accounts/reaches-without-grant"]),
    planter("assets/high-on-unencrypted-device", "暗号化のない機器に極秘を置いた", assets::high_on_unencrypted_device),
    planter("assets/kept-past-retention", "保管期限を過ぎても残した", assets::kept_past_retention),
    planter("assets/copy-below-original", "複製の区分を原本より下げた", assets::copy_below_original)
        .also(&["assets/entrusted-in-other-class"]),
    planter("assets/path-names-other-class", "別の機密区分のフォルダに置いた", assets::path_names_other_class),
    planter("assets/entrusted-past-return", "返却期限を過ぎても返していない", assets::entrusted_past_return),
    planter("assets/entrusted-not-in-ledger", "預託情報管理簿から受領の行を消した", assets::entrusted_not_in_ledger)
        .also(&["assets/entrusted-ledger-not-shared"]),
    planter("handling_log/approved-after-event", "複製の後で承認した", handling::approved_after_event),
    planter("handling_log/approval-undated", "承認日を空欄にした", handling::approval_undated),
    planter("handling_log/unapproved-entry", "承認者を空欄にした", handling::unapproved_entry),
    planter("handling_log/recipient-without-nda", "秘密保持契約が切れた会社に渡した", handling::recipient_without_nda),
    planter("handling_log/recipient-not-listed", "開示先にない会社に渡した", handling::recipient_not_listed),
    planter("handling_log/recipient-missing", "相手先を空欄にした", handling::recipient_missing),
    planter("handling_log/scope-missing", "複製の範囲を空欄にした", handling::scope_missing),
    planter("handling_log/purpose-missing", "複製の目的を空欄にした", handling::purpose_missing),
    planter("handling_log/takeout-overdue", "返却予定日を過ぎても返していない", handling::takeout_overdue),
    planter("handling_log/takeout-without-destination", "持出先を空欄にした", handling::takeout_without_destination),
    planter("handling_log/destination-designated-late", "持出しの後で指定した持出先にした", handling::destination_late),
    planter("handling_log/taker-not-holder", "権限のない人が持ち出した", handling::taker_not_holder),
    planter("handling_log/takeout-purpose-vague", "持出しの目的を「業務」とした", handling::purpose_vague),
    planter("handling_log/returned-before-takeout", "返却日を持出日より前にした", handling::returned_before_takeout),
    planter("handling_log/disposal-without-method", "廃棄・消去の方法を空欄にした", handling::disposal_without_method),
    planter("handling_log/method-unfit-for-form", "紙や現物を上書きで廃棄したことにした", handling::method_unfit),
    planter("handling_log/erased-by-plain-delete", "削除しただけで消去したことにした", handling::plain_delete),
    planter("handling_log/duplicate-copy-no", "同じ複製番号を二度使った", handling::duplicate_copy_no),
    planter("handling_log/copy-uncounted", "複製の部数を空欄にした", handling::copy_uncounted),
    planter("handling_log/copy-past-until", "利用期限を過ぎた複製が残っている", handling::copy_past_until),
    planter("handling_log/more-copies-ended-than-made", "1部の複製を2回廃棄した", handling::copies_ended_twice),
    planter("handling_log/ended-copy-never-made", "作っていない複製を廃棄した", handling::copy_never_made),
    planter(
        "handling_log/entrusted-shared-without-consent",
        "預託元への確認日を空欄にした(共有)",
        handling::shared_without_consent,
    ),
    planter(
        "handling_log/entrusted-disposed-without-consent",
        "預託元への確認日を空欄にした(廃棄)",
        handling::disposed_without_consent,
    ),
    planter("key_loans/lent-twice", "返っていない鍵を貸し出した", storage::lent_twice),
    planter("key_loans/returned-before-lent", "返却日時を貸出しより前にした", storage::returned_before_lent),
    planter("key_loans/not-returned-by-leaver", "退職の後で鍵が返った", storage::not_returned_by_leaver),
    planter("key_loans/borrower-not-allowed-in-area", "入れない人に区域の鍵を貸した", storage::borrower_not_allowed),
    planter(
        "key_loans/borrower-without-container-right",
        "中身の権限がない人に容器の鍵を貸した",
        storage::borrower_without_right,
    ),
    planter("keys/kept-by-leaver", "退職した人を鍵の管理者にした", storage::kept_by_leaver),
    planter("keys/held-by-leaver", "退職した人を鍵の所持者にした", storage::key_held_by_leaver)
        .also(&["keys/held-without-right"]),
    planter("keys/code-unchanged-since-install", "設置のときから暗証番号を変えていない", storage::code_unchanged),
    planter("media/stocktake-overdue", "媒体の棚卸しをしていない", storage::stocktake_overdue),
    planter("media/not-locked-up", "情報の入った媒体を鍵のない棚に置いた", storage::not_locked_up),
    planter("media/unencrypted", "情報の入った媒体を暗号化していない", storage::unencrypted)
        .also(&["assets/on-unencrypted-medium"]),
    planter("media/disposed-without-erasure", "廃棄の後でデータを消去した", storage::disposed_without_erasure),
    planter("media/erased-by-plain-delete", "初期化しただけの媒体を廃棄した", storage::medium_plain_delete),
    planter("media/loan-without-holder", "貸出中の媒体の保有者を空欄にした", storage::loan_without_holder)
        .also(&["media/on-loan-without-takeout"]),
    planter("media/held-by-leaver", "退職した人が媒体を持っている", storage::medium_held_by_leaver),
    planter(
        "destinations/designated-without-authority",
        "管理責任者でない人が持出先を指定した",
        storage::designated_without_authority,
    ),
    planter("destinations/incomplete", "持出先の部屋番号を空欄にした", storage::destination_incomplete),
    planter("it_assets/out-of-support", "サポートの切れた機器を使っている", computers::out_of_support),
    planter("it_assets/used-by-leaver", "退職した人が使用者のまま", computers::used_by_leaver),
    planter("it_assets/owner-left", "退職した人が機器の管理責任者のまま", computers::owner_left),
    planter("it_assets/user-missing", "PCの使用者を空欄にした", computers::user_missing),
    planter("it_assets/incomplete", "機器のバージョンを空欄にした", computers::incomplete),
    planter("it_assets/listed-twice", "同じ機器を二度書いた", computers::listed_twice),
    planter("accounts/active-after-leaving", "退職した人のIDが有効のまま", computers::active_after_leaving)
        .also(&["accounts/idle", "accounts/reaches-without-grant"]),
    planter("accounts/logged-in-after-leaving", "退職の後にログインしている", computers::logged_in_after_leaving),
    planter("accounts/daily-with-admin", "ふだん使うIDに管理者権限がある", computers::daily_with_admin)
        .also(&["accounts/admin-without-role"]),
    planter("accounts/shared", "IDを二人で使っている", computers::shared),
    planter("accounts/admin-without-mfa", "管理者IDに二要素認証がない", computers::admin_without_mfa),
    planter(
        "accounts/cloud-admin-without-mfa",
        "クラウドの管理者IDに二要素認証がない",
        computers::cloud_admin_without_mfa,
    ),
    planter("ndas/running-out", "まもなく切れる契約に後がない", partners::running_out),
    planter(
        "ndas/contractor-matters-unexplained",
        "委託先との契約から監査の条項を抜いた",
        partners::matters_unexplained,
    ),
    planter("ndas/without-damages", "損害賠償の条項を抜いた", partners::without_damages),
    planter("ndas/without-subcontract-approval", "再委託の承認の条項を抜いた", partners::without_subcontract_approval),
    planter("ndas/ended-without-return", "終わった契約の返還確認日を空欄にした", partners::ended_without_return),
    planter("exchanges/partner-without-nda", "授受のある会社の契約を台帳から消した", partners::partner_without_nda)
        .also(&["exchanges/incident-roles-not-agreed", "parties/incident-roles-unagreed"]),
    planter(
        "parties/subcontractor-unapproved",
        "取引の開始より後に再委託を承認した",
        partners::subcontractor_unapproved,
    ),
    planter("people/left-without-return-check", "退職した人の確認記録を消した", partners::left_without_check),
    planter("leave_checks/done-after-leaving", "退職の後で確認した", partners::checked_after_leaving),
    planter(
        "leave_checks/take-away-not-ruled-out",
        "持出しのないことを確認していない",
        partners::take_away_not_ruled_out,
    ),
    planter("register/duplicate-key", "同じ番号を二度使った", storage::duplicate_key),
    planter("register/dangling-reference", "名簿にない社員番号を書いた", storage::dangling_reference),
    planter("register/missing-value", "必ず書く欄を空欄にした", partners::missing_value),
];

/// Rules that a mistake can be planted for.
pub fn rules() -> impl Iterator<Item = &'static str> {
    PLANTERS.iter().map(|planter| planter.rule)
}

/// A mistake and what a check will say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planted {
    pub rule: &'static str,
    pub register: &'static str,
    pub key: String,
    pub note: &'static str,
    /// Rules that speak up too, each at most once for this mistake.
    pub also: &'static [&'static str],
}

/// Plants so many mistakes: each rule in its turn, in an order that chance makes. Fewer where no victims are left.
pub fn plant(company: &mut Company, count: usize, rng: &mut Rng) -> Vec<Planted> {
    let mut order: Vec<&Planter> = PLANTERS.iter().collect();
    for last in (1..order.len()).rev() {
        order.swap(last, rng.below(last + 1));
    }
    let mut planted = Vec::new();
    let mut in_vain = 0;
    for planter in order.iter().cycle() {
        if planted.len() == count || in_vain == order.len() {
            break;
        }
        match (planter.plant)(company, rng) {
            Some((register, row)) => {
                in_vain = 0;
                let key = company.key(register, row);
                planted.push(Planted { rule: planter.rule, register, key, note: planter.note, also: planter.also });
            }
            None => in_vain += 1,
        }
    }
    planted
}

/// Somebody who has left.
fn leaver(company: &Company, rng: &mut Rng) -> Option<usize> {
    let leavers = &company.staff.leavers;
    (!leavers.is_empty()).then(|| rng.one(leavers))
}
