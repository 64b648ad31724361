//! Names that a made-up company is furnished with. All are invented; where one is somebody's own, that is chance.

use super::rng::Rng;

const SURNAMES: &[&str] = &[
    "青柳", "秋庭", "浅見", "生田", "石黒", "井出", "稲垣", "岩瀬", "上原", "江口", "大庭", "岡部", "小倉", "落合",
    "垣内", "片桐", "亀井", "川辺", "木暮", "北川", "桐山", "熊谷", "黒川", "郡司", "小松", "近藤", "堺", "坂口",
    "桜井", "塩田", "柴崎", "島村", "白石", "菅野", "杉浦", "瀬戸", "高梨", "滝沢", "竹内", "田代", "千葉", "津田",
    "寺島", "土屋", "富永", "内藤", "中里", "成瀬", "西村", "野沢", "橋爪", "花岡", "浜口", "原口", "樋口", "平田",
    "深沢", "藤代", "堀田", "前原", "牧野", "松浦", "水谷", "宮下", "村瀬", "望月", "森田", "八木", "柳沢", "若林",
];
const GIVEN: &[&str] = &[
    "明美",
    "厚志",
    "郁子",
    "一郎",
    "英治",
    "恵理",
    "和夫",
    "和也",
    "佳奈",
    "恭平",
    "久美子",
    "圭介",
    "健太",
    "康介",
    "沙織",
    "早苗",
    "茂",
    "俊介",
    "純子",
    "慎二",
    "大輔",
    "孝之",
    "拓也",
    "千尋",
    "努",
    "哲也",
    "智子",
    "直樹",
    "菜摘",
    "信行",
    "典子",
    "春菜",
    "秀樹",
    "浩二",
    "文雄",
    "真由美",
    "誠",
    "麻衣",
    "美咲",
    "雅彦",
    "満",
    "実穂",
    "康弘",
    "由香",
    "裕太",
    "陽子",
    "義昭",
    "亮",
    "良子",
    "礼子",
    "渉",
    "里奈",
    "隆",
    "幸子",
    "学",
    "潤",
];
const DEPARTMENTS: &[&str] =
    &["設計課", "製造課", "品質保証課", "生産技術課", "情報システム課", "営業課", "金型課", "資材課"];
const FIRMS: &[&str] = &[
    "霧坂",
    "白峰台",
    "鳴瀬野",
    "朝凪",
    "藍原",
    "風越",
    "千景",
    "雫石野",
    "遠見",
    "若竹野",
    "星ヶ浦",
    "潮見坂",
    "楓沢",
    "銀嶺",
    "水鏡",
    "夕凪",
    "燈台",
    "葦原台",
    "緑青",
    "雲井",
];
const TRADES: &[&str] = &["精工", "製作所", "金属", "工業", "機工", "テクノ", "電機", "鍍金", "樹脂", "鋳造"];
const PARTS: &[&str] =
    &["減速機ハウジング", "主軸ブラケット", "油圧ポンプ軸", "冷却板", "連結ピン", "弁座", "歯車箱", "保持枠", "送り台"];
const PAPERS: &[&str] = &["図面", "加工条件表", "検査要領書", "工程設計書", "試作報告書", "原価計算書"];
const FILES: &[&str] = &["図面", "三次元モデル", "NCプログラム", "解析結果", "検査データ", "工程設計書"];
const THINGS: &[&str] = &["試作品", "治具", "金型", "限度見本"];
const DUTIES: &[&str] = &["設計の担当", "加工の段取り", "検査の担当", "見積りの作成", "工程の改善", "不具合の解析"];

/// A person's name. Numbers next to each other get different surnames; names repeat only in very large companies.
pub fn person(number: usize) -> String {
    let (surnames, given) = (SURNAMES.len(), GIVEN.len());
    let round = number / surnames;
    format!("{} {}", SURNAMES[number % surnames], GIVEN[(number * 17 + round * 5) % given])
}

/// The department of a team. Where there are more teams than names, the names get numbers.
pub fn department(team: usize, teams: usize) -> String {
    let name = DEPARTMENTS[team % DEPARTMENTS.len()];
    // Four teams share a department, so that large companies have large departments.
    let number = team / (DEPARTMENTS.len() * 4);
    if teams <= DEPARTMENTS.len() * 4 || number == 0 { name.to_owned() } else { format!("第{}{name}", number + 1) }
}

pub fn firm(number: usize) -> String {
    let (firms, trades) = (FIRMS.len(), TRADES.len());
    let name = format!("{}{}", FIRMS[number % firms], TRADES[(number / firms + number) % trades]);
    match number / (firms * trades) {
        0 => format!("株式会社{name}"),
        1 => format!("{name}株式会社"),
        2 => format!("有限会社{name}"),
        more => format!("{name}第{more}株式会社"),
    }
}

/// What an asset is called, by its form.
pub fn asset(form: &str, row: usize, rng: &mut Rng) -> String {
    let kinds = match form {
        "paper" => PAPERS,
        "object" => THINGS,
        _ => FILES,
    };
    format!("{} {:03}-{} {}", rng.one(PARTS), row % 997 + 1, rng.below(9) + 1, rng.one(kinds))
}

pub fn duty(rng: &mut Rng) -> &'static str {
    rng.one(DUTIES)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn people_of_a_middling_company_have_names_of_their_own() {
        let names: HashSet<String> = (0..1000).map(person).collect();
        assert_eq!(names.len(), 1000);
    }

    #[test]
    fn firms_have_names_of_their_own() {
        let names: HashSet<String> = (0..600).map(firm).collect();
        assert_eq!(names.len(), 600);
    }
}
