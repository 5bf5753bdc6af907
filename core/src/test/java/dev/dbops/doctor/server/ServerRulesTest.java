package dev.dbops.doctor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.doctor.Outcome;
import dev.dbops.doctor.server.RecoveryCheck.Recovery;
import dev.dbops.doctor.server.SettingsCheck.Settings;
import dev.dbops.doctor.server.SlotsCheck.Slot;
import dev.dbops.doctor.server.VersionCheck.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the server's steps at their limits, which a test server cannot reach. */
class ServerRulesTest {
    @ParameterizedTest
    @CsvSource({
        "170002, false, 2026-11-26, ok, until 2029-11-08",
        "150010, false, 2027-05-12, warning, ends on 2027-11-11",
        "150010, false, 2027-05-10, ok, until 2027-11-11",
        "150010, false, 2027-11-11, warning, ends on 2027-11-11",
        "150010, false, 2027-11-12, warning, has ended on 2027-11-11",
        "140020, false, 2026-11-26, warning, has ended on 2026-11-12",
        "140020, true, 2026-08-27, ok, standard support until 2027-02-28",
        "140020, true, 2026-11-26, warning, ends on 2027-02-28",
        "130023, true, 2026-11-26, warning, has ended on 2026-02-28",
        "990001, false, 2026-11-26, ok, does not know how long"
    })
    void versionsEndWhenTheirMakersSay(int number, boolean isRds, LocalDate today, Outcome outcome, String words) {
        var finding = VersionCheck.judge(new Version(number, "N", isRds), today);

        assertThat(finding.outcome()).as(finding.message()).isEqualTo(outcome);
        assertThat(finding.message()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 20, ok, that of this machine",
        "4900, 20, ok, that of this machine",
        "-4900, 20, ok, that of this machine",
        "5100, 20, warning, 5s ahead of this machine's",
        "-3700000, 20, warning, 1h 1m behind this machine's",
        // half a slow round trip may be the answer's way or ours
        "5900, 2000, ok, that of this machine"
    })
    void clocksAreComparedAtHalfTheRoundTrip(long aheadMillis, long roundTripMillis, Outcome outcome, String words) {
        var sent = Instant.parse("2026-11-26T12:00:00Z");
        var roundTrip = Duration.ofMillis(roundTripMillis);
        var server = sent.plus(roundTrip.dividedBy(2)).plusMillis(aheadMillis);

        var finding = ClockProbe.judge(sent, roundTrip, server);

        assertThat(finding.outcome()).as(finding.message()).isEqualTo(outcome);
        assertThat(finding.message()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "299000000, 200000000, ok",
        "301000000, 200000000, warning",
        "1190000000, 1000000000, ok",
        "1210000000, 1000000000, warning",
        "1490000000, 1500000000, ok",
        "1599999999, 200000000, warning",
        "1600000000, 200000000, failed",
        "1600000000, 2000000000, failed"
    })
    void idsAreLateHalfBeyondTheLimitOfAutovacuum(long age, long limit, Outcome outcome) {
        assertThat(TransactionIdsCheck.judge(ServerSteps.TRANSACTION_IDS, "app", age, limit)
                        .outcome())
                .isEqualTo(outcome);
    }

    @Test
    void aStandbyFarBehindAndAPrimaryThatRefusesWritesAreWarnings() {
        assertThat(RecoveryCheck.judge(new Recovery(true, false, false, 299)).outcome())
                .isEqualTo(Outcome.ok);
        assertThat(RecoveryCheck.judge(new Recovery(true, false, false, 360)).message())
                .isEqualTo("a standby, 6m behind its primary");
        assertThat(RecoveryCheck.judge(new Recovery(false, true, false, 0)).message())
                .contains("default_transaction_read_only is on");
    }

    @Test
    void aSlotThatIsReadIsLookedAtWhenItIsFarBehindOrHasLostItsLog() {
        assertThat(SlotsCheck.judge(List.of(new Slot("s", true, "reserved", 10L << 30)))
                        .outcome())
                .isEqualTo(Outcome.ok);
        assertThat(SlotsCheck.judge(List.of(new Slot("s", true, "extended", 11L << 30)))
                        .message())
                .isEqualTo("s is read slowly, and keeps 11.0 GB of the write-ahead log");
        assertThat(SlotsCheck.judge(List.of(new Slot("s", false, "lost", 0))).message())
                .isEqualTo("s has lost the log that it had to read");
    }

    @Test
    void auroraNeedsNoFullPageWrites() {
        assertThat(SettingsCheck.judge(new Settings(true, true, true, false, false, false, true))
                        .outcome())
                .isEqualTo(Outcome.ok);
        assertThat(SettingsCheck.judge(new Settings(true, true, true, false, false, false, false))
                        .message())
                .startsWith("full_page_writes is off: a crash");
        assertThat(SettingsCheck.judge(new Settings(true, true, true, true, true, true, false))
                        .message())
                .startsWith("zero_damaged_pages is on, ignore_checksum_failure is on");
        assertThat(SettingsCheck.judgeAutovacuum(new Settings(true, false, true, true, false, false, false))
                        .message())
                .startsWith("track_counts is off");
    }
}
