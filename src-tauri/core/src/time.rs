//! Points in time as the newsroom writes them: milliseconds since 1970 in UTC, passed in by the
//! caller and never read from a clock in the core.

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Timestamp(#[cfg_attr(test, ts(type = "number"))] pub i64);

/// Offset of the newsroom's own time zone from UTC, in minutes; Vietnam is +420 all year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct ZoneMinutes(pub i16);

/// In milliseconds.
const DAY: i64 = 86_400_000;

impl ZoneMinutes {
    fn milliseconds(self) -> i64 {
        i64::from(self.0) * 60_000
    }
}

impl Default for ZoneMinutes {
    fn default() -> Self {
        Self(7 * 60)
    }
}

impl Timestamp {
    /// The point in time as RFC 3339 with the newsroom's offset, to the second,
    /// e.g. `2026-05-23T15:30:00+07:00`.
    ///
    /// Times outside the years 0000 to 9999 are clamped to the nearest that RFC 3339 can write.
    pub fn rfc3339(self, zone: ZoneMinutes) -> String {
        let offset =
            UtcOffset::from_whole_seconds(i32::from(zone.0) * 60).unwrap_or(UtcOffset::UTC);
        // A day's margin keeps the offset from leaving the writable years.
        let seconds = (self.0.div_euclid(1000)).clamp(-62_167_132_800, 253_402_214_400);
        OffsetDateTime::from_unix_timestamp(seconds)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
            .to_offset(offset)
            .format(&Rfc3339)
            .unwrap_or_default()
    }

    /// When the newsroom's next day begins.
    pub fn next_day(self, zone: ZoneMinutes) -> Self {
        let shift = zone.milliseconds();
        let days = self.0.saturating_add(shift).div_euclid(DAY).saturating_add(1);
        Self(days.saturating_mul(DAY).saturating_sub(shift))
    }

    /// When the newsroom's month began.
    pub fn month_start(self, zone: ZoneMinutes) -> Self {
        let shift = zone.milliseconds();
        let days = self.0.saturating_add(shift).div_euclid(DAY);
        // Dates that no calendar of ours has begin nowhere.
        let day = OffsetDateTime::from_unix_timestamp(days.saturating_mul(86_400));
        let into = day.map_or(0, |day| i64::from(day.day()) - 1);
        Self(days.saturating_sub(into).saturating_mul(DAY).saturating_sub(shift))
    }

    /// What somebody typed as a time: RFC 3339, or a day and a time of the newsroom's own zone such
    /// as `2026-12-01T06:00`. `None` where it is neither.
    pub fn typed(text: &str, zone: ZoneMinutes) -> Option<Self> {
        let text = text.trim();
        let whole = match OffsetDateTime::parse(text, &Rfc3339) {
            Ok(whole) => whole,
            Err(_) => {
                let seconds = if text.matches(':').count() == 1 { ":00" } else { "" };
                let (sign, minutes) = (if zone.0 < 0 { '-' } else { '+' }, zone.0.unsigned_abs());
                let (hours, minutes) = (minutes / 60, minutes % 60);
                let full =
                    format!("{}{seconds}{sign}{hours:02}:{minutes:02}", text.replace(' ', "T"));
                OffsetDateTime::parse(&full, &Rfc3339).ok()?
            }
        };
        i64::try_from(whole.unix_timestamp_nanos() / 1_000_000).ok().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_with_the_newsrooms_offset() {
        assert_eq!(Timestamp(0).rfc3339(ZoneMinutes::default()), "1970-01-01T07:00:00+07:00");
        assert_eq!(Timestamp(1_590_222_600_123).rfc3339(ZoneMinutes(0)), "2020-05-23T08:30:00Z");
    }

    #[test]
    fn a_typed_time_is_that_of_the_newsroom() {
        let zone = ZoneMinutes::default();
        for text in ["2020-05-23T15:30", "2020-05-23 15:30:00", "2020-05-23T08:30:00Z"] {
            assert_eq!(Timestamp::typed(text, zone), Some(Timestamp(1_590_222_600_000)), "{text}");
        }
        for text in ["", "mai", "2020-05-23", "2020-13-01T00:00"] {
            assert_eq!(Timestamp::typed(text, zone), None, "{text}");
        }
    }

    #[test]
    fn days_and_months_begin_in_the_newsrooms_zone() {
        let zone = ZoneMinutes::default();
        let at = |text: &str| Timestamp::typed(text, zone).unwrap();
        assert_eq!(at("2026-11-27T21:47").next_day(zone), at("2026-11-28T00:00"));
        assert_eq!(at("2026-11-28T00:00").next_day(zone), at("2026-11-29T00:00"));
        assert_eq!(at("2026-02-28T23:59").month_start(zone), at("2026-02-01T00:00"));
        assert_eq!(at("2026-03-01T00:00").month_start(zone), at("2026-03-01T00:00"));
        for ms in [i64::MIN, i64::MAX] {
            let _ = (Timestamp(ms).next_day(zone), Timestamp(ms).month_start(zone));
        }
    }

    #[test]
    fn an_absurd_clock_is_clamped_and_never_empty() {
        for ms in [i64::MIN, i64::MAX] {
            assert!(!Timestamp(ms).rfc3339(ZoneMinutes(-720)).is_empty());
        }
    }
}
