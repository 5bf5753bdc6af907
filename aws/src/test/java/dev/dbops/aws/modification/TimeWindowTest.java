package dev.dbops.aws.modification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWindowTest {
    @ParameterizedTest
    @CsvSource({
        "03:00-03:30, sat:03:30-sat:04:00, false",
        "03:00-03:30, sat:02:30-sat:03:00, false",
        "03:00-03:31, sat:03:30-sat:04:00, true",
        "23:45-00:15, mon:00:00-mon:00:30, true",
        "23:45-00:15, sun:23:00-sun:23:45, false",
        "10:00-10:30, sun:23:45-mon:12:00, true",
        "12:00-12:30, sun:23:45-mon:12:00, false"
    })
    void windowsOverlapWhenTheyIncludeTheSameMinute(String backups, String maintenance, boolean overlap) {
        var daily = TimeWindow.ofBackups(backups);
        var weekly = TimeWindow.ofMaintenance(maintenance);

        assertThat(daily.overlaps(weekly)).isEqualTo(overlap);
        assertThat(weekly.overlaps(daily)).isEqualTo(overlap);
    }

    @ParameterizedTest
    @CsvSource({
        "sat:04:00-sat:04:30, 2026-11-27T10:00:00Z, 2026-11-28T04:00:00Z",
        "sat:04:00-sat:04:30, 2026-11-28T03:59:30Z, 2026-11-28T04:00:00Z",
        "sat:04:00-sat:04:30, 2026-11-28T04:00:30Z, 2026-12-05T04:00:00Z",
        "mon:00:00-mon:00:30, 2026-11-29T23:00:00Z, 2026-11-30T00:00:00Z"
    })
    void theNextWindowBeginsWithinAWeek(String window, Instant now, Instant next) {
        assertThat(TimeWindow.ofMaintenance(window).next(now)).isEqualTo(next);
    }
}
