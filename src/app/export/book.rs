//! The workbook itself: how sheets look, which cells are text, numbers or days, which choices a cell offers. The same
//! registers give the same bytes.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Note, Url, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use crate::model::canon::{Canon, Tongue};
use crate::model::date::civil;
use crate::model::{Field, FieldId, Type, Words};
use crate::report::{Lang, exchange};
use crate::source::column_name;

use super::cells::{Put, base, colour, height, lay_out, lines, put, width};
use super::marks::Marks;
use super::sheet::{Column, Sheet};

/// Rows below the last record that already offer choices.
const ROOM: usize = 300;

/// What choices may be written into the rule itself, in characters; longer lists stand in a sheet.
const LISTED: usize = 255;

/// Width of the columns that tell what, why and how to mend it.
const SAID: [usize; 3] = [60, 50, 60];

pub struct Book<'a> {
    pub sheets: &'a [Sheet],
    pub marks: Option<&'a Marks>,
    pub words: &'a Words,
    pub lang: Lang,
    pub tongue: Tongue,
    pub as_of: i32,
}

impl Book<'_> {
    pub fn bytes(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let (year, month, day) = civil(self.as_of);
        let made = ExcelDateTime::from_ymd(year.clamp(1900, 9999) as u16, month as u8, day as u8)?;
        workbook.set_properties(&DocProperties::new().set_author("timlint").set_creation_datetime(&made));
        let mut lists: Vec<Vec<String>> = Vec::new();
        for (number, sheet) in self.sheets.iter().enumerate() {
            let page = workbook.add_worksheet();
            page.set_name(self.name(sheet))?;
            self.register(page, number, sheet, &mut lists)?;
        }
        if let Some(marks) = self.marks {
            self.findings(workbook.add_worksheet(), marks)?;
        }
        if !lists.is_empty() {
            let page = workbook.add_worksheet();
            page.set_name(exchange::choices_sheet(self.lang))?.set_hidden(true);
            for (column, list) in lists.iter().enumerate() {
                for (row, word) in list.iter().enumerate() {
                    page.write_string(row as u32, column as u16, word)?;
                }
            }
        }
        workbook.save_to_buffer()
    }

    /// The register's name, as far as a sheet can bear it.
    fn name(&self, sheet: &Sheet) -> String {
        let schema = sheet.register.schema();
        let name = if self.lang == Lang::Ja { &schema.ja } else { &schema.name };
        name.chars().map(|c| if "[]:*?/\\".contains(c) { '-' } else { c }).take(31).collect()
    }

    fn register(
        &self,
        page: &mut Worksheet,
        number: usize,
        sheet: &Sheet,
        lists: &mut Vec<Vec<String>>,
    ) -> Result<(), XlsxError> {
        let head = Format::new().set_bold().set_background_color(0xD9E1F2).set_border_bottom(FormatBorder::Thin);
        let head = head.set_num_format("@").set_align(FormatAlign::Top).set_text_wrap();
        lay_out(page)?;
        for (at, column) in sheet.columns.iter().enumerate() {
            let (col, field) = (at as u16, sheet.schema(column));
            page.set_column_width(col, width(sheet, at) as f64)?;
            page.set_column_format(col, &base(field))?;
            page.write_string_with_format(0, col, &column.header, &self.coloured(&head, (number, 0, at)))?;
            let mut note = field.map_or_else(String::new, |field| self.note(sheet, field));
            if let Some((_, said)) = self.marks.and_then(|marks| marks.cells.get(&(number, 0, at))) {
                let gap = if note.is_empty() { "" } else { "\n\n" };
                note.push_str(&format!("{gap}{said}"));
            }
            self.comment(page, 0, col, &note)?;
            self.validate(page, sheet, at, column, lists)?;
        }
        for (row, cells) in sheet.rows.iter().enumerate() {
            let tall = cells.iter().map(|text| text.lines().count()).max().unwrap_or(1);
            if tall > 1 {
                page.set_row_height(row as u32 + 1, height(tall))?;
            }
            for (at, text) in cells.iter().enumerate() {
                self.cell(page, sheet, (number, row + 1, at), text)?;
            }
        }
        Ok(())
    }

    fn cell(
        &self,
        page: &mut Worksheet,
        sheet: &Sheet,
        cell: (usize, usize, usize),
        text: &str,
    ) -> Result<(), XlsxError> {
        let (row, col) = (cell.1 as u32, cell.2 as u16);
        let field = sheet.schema(&sheet.columns[cell.2]);
        let said = self.marks.and_then(|marks| marks.cells.get(&cell));
        if text.is_empty() {
            if said.is_some() {
                page.write_blank(row, col, &self.coloured(&base(field), cell))?;
            }
        } else {
            let general = Format::new().set_align(FormatAlign::Top);
            match put(field, text) {
                Put::Number(number) => {
                    page.write_number_with_format(row, col, number, &self.coloured(&general, cell))?
                }
                Put::Day(day) => page.write_number_with_format(row, col, day, &self.coloured(&base(field), cell))?,
                Put::Moment(moment) => {
                    let format = general.set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left);
                    page.write_number_with_format(row, col, moment, &self.coloured(&format, cell))?
                }
                Put::Text => {
                    let format = general.set_num_format("@");
                    let format = if text.contains('\n') { format.set_text_wrap() } else { format };
                    // As a string it stays one, whatever it begins with.
                    page.write_string_with_format(row, col, text, &self.coloured(&format, cell))?
                }
            };
        }
        said.map_or(Ok(()), |(_, said)| self.comment(page, row, col, said))
    }

    fn coloured(&self, format: &Format, cell: (usize, usize, usize)) -> Format {
        match self.marks.and_then(|marks| marks.cells.get(&cell)) {
            Some((level, _)) => format.clone().set_background_color(colour(*level)),
            None => format.clone(),
        }
    }

    fn comment(&self, page: &mut Worksheet, row: u32, col: u16, text: &str) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        let lines: usize = text.lines().map(|line| 1 + line.width() / 44).sum();
        let note = Note::new(text).set_author("timlint").add_author_prefix(false);
        page.insert_note(row, col, &note.set_width(320).set_height((24 + 18 * lines.min(24)) as u32))?;
        Ok(())
    }

    /// What a column is for, as its schema says it.
    fn note(&self, sheet: &Sheet, field: &Field) -> String {
        let (ja, en) = sheet.register.schema().told(field);
        exchange::note(if self.lang == Lang::Ja { ja } else { en }, field, self.lang)
    }

    fn validate(
        &self,
        page: &mut Worksheet,
        sheet: &Sheet,
        at: usize,
        column: &Column,
        lists: &mut Vec<Vec<String>>,
    ) -> Result<(), XlsxError> {
        let (Some(id), Some(field)) = (column.field, sheet.schema(column)) else { return Ok(()) };
        let rule = match field.ty {
            Type::Enum | Type::Boolean => {
                let (words, more) = self.choices(sheet, at, id, field);
                // Other spellings are understood; whoever means one is asked, not stopped.
                let style = if more { DataValidationErrorStyle::Warning } else { DataValidationErrorStyle::Stop };
                let joined: usize = words.iter().map(|word| word.encode_utf16().count() + 1).sum();
                let rule = match joined <= LISTED && words.iter().all(|word| !word.contains(',')) {
                    true => DataValidation::new().allow_list_strings(&words)?,
                    false => {
                        let (name, column) = (exchange::choices_sheet(self.lang), column_name(lists.len()));
                        let range = format!("='{name}'!${column}$1:${column}${}", words.len());
                        lists.push(words);
                        DataValidation::new().allow_list_formula(Formula::new(range))
                    }
                };
                rule.set_error_style(style)
            }
            Type::Date => {
                let first = ExcelDateTime::from_ymd(1900, 3, 1)?;
                let rule = DataValidation::new().allow_date(DataValidationRule::GreaterThanOrEqualTo(first));
                rule.set_error_style(DataValidationErrorStyle::Warning)
            }
            _ => return Ok(()),
        };
        let (title, message) = exchange::refusal(field.ty == Type::Date, self.lang);
        let rule = rule.set_error_title(title)?.set_error_message(message)?;
        page.add_data_validation(1, at as u16, (sheet.rows.len() + ROOM) as u32, at as u16, &rule)?;
        Ok(())
    }

    /// The words to choose from, and whether others are meant too.
    fn choices(&self, sheet: &Sheet, at: usize, id: FieldId, field: &Field) -> (Vec<String>, bool) {
        let canon =
            Canon { register: sheet.register, tongue: self.tongue, typed: false, inside: false, words: self.words };
        let spelled = |name: &str| canon.cell(id, name).map_or_else(|| name.to_owned(), |spelled| spelled.text);
        let mut words: Vec<String> = match field.ty {
            Type::Boolean => ["true", "false"].map(spelled).into(),
            _ => field.values.iter().map(|value| spelled(&value.name)).collect(),
        };
        let known = words.len();
        // The company's own names, as far as they occur.
        for row in &sheet.rows {
            let own =
                |text: &str| self.words.values.get(&(sheet.register, id)).is_some_and(|own| own.contains_key(text));
            if !words.contains(&row[at]) && own(&crate::model::spell::fold_word(&row[at])) {
                words.push(row[at].clone());
            }
        }
        let more = field.open || words.len() > known || self.words.values.contains_key(&(sheet.register, id));
        (words, more)
    }

    fn findings(&self, page: &mut Worksheet, marks: &Marks) -> Result<(), XlsxError> {
        page.set_name(exchange::findings_sheet(self.lang))?;
        lay_out(page)?;
        let head = Format::new().set_bold().set_background_color(0xD9E1F2);
        let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
        for (column, (header, width)) in
            exchange::findings_columns(self.lang).iter().zip([8, 34, 30, SAID[0], SAID[1], SAID[2]]).enumerate()
        {
            page.set_column_width(column as u16, width as f64)?;
            page.write_string_with_format(0, column as u16, *header, &head)?;
        }
        page.autofilter(0, 0, marks.findings.len() as u32, 5)?;
        for (at, mark) in marks.findings.iter().enumerate() {
            let row = at as u32 + 1;
            let level = text.clone().set_background_color(colour(mark.level));
            page.write_string_with_format(row, 0, &mark.label, &level)?;
            page.write_string_with_format(row, 1, &mark.rule, &text)?;
            match mark.cell {
                // Workbooks may hold 65,530 links a sheet; what is beyond keeps its place as text.
                Some((sheet, line, column)) if at < 65_000 => {
                    let place = format!("'{}'!{}{}", self.name(&self.sheets[sheet]), column_name(column), line + 1);
                    let link = Url::new(format!("internal:{place}")).set_text(place.replace('\'', ""));
                    let format = Format::new().set_hyperlink().set_align(FormatAlign::Top);
                    page.write_url_with_format(row, 2, link, &format)?;
                }
                _ => {
                    page.write_string_with_format(row, 2, &mark.place, &text)?;
                }
            }
            let said = [&mark.what, &mark.why, &mark.fix];
            for (column, said) in said.into_iter().enumerate() {
                page.write_string_with_format(row, column as u16 + 3, said, &text)?;
            }
            let lines = said.into_iter().zip(SAID).map(|(said, width)| lines(said, width)).max();
            page.set_row_height(row, height(lines.unwrap_or(1)))?;
        }
        Ok(())
    }
}
