package dev.dbops.cli.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which address sg-update allows: the given address, or the answer of a service that may fail. */
class SgUpdateAddressTest {
    @TempDir
    private Path directory;

    private NetworkFixture network;

    @BeforeEach
    void anInstanceWithASecurityGroup() {
        network = new NetworkFixture(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "18.195.0.8, 18.195.0.8/32",
        "18.195.0.8/32, 18.195.0.8/32",
        "18.195.0.8/24, 18.195.0.0/24",
        "2A05:D014:0000::0008, 2a05:d014::8/128",
        "2a05:d014:0:1::8/64, 2a05:d014:0:1::/64",
        "::ffff:18.195.0.8, 18.195.0.8/32",
    })
    void theOptionsAddressIsWrittenAsAwsWritesIt(String given, String wanted) {
        network.run(0, "sg-update", "--ip", given);

        assertThat(network.groups.rules(network.group))
                .singleElement()
                .asString()
                .startsWith("tcp 5432 " + wanted + " ");
        var again = network.run(0, "sg-update", "--ip", given);
        assertThat(again.out()).startsWith("nothing to do");
    }

    @Test
    void theOldScriptsVariableIsReadUnlessTheOptionIsGiven() {
        network.cli.with("GITPOD_IP", "18.195.0.8\n");
        network.run(0, "sg-update");
        assertThat(network.groups.rules(network.group)).first().asString().startsWith("tcp 5432 18.195.0.8/32 ");

        network.run(0, "sg-update", "--ip", "18.195.0.9");

        assertThat(network.groups.rules(network.group))
                .singleElement()
                .asString()
                .startsWith("tcp 5432 18.195.0.9/32 ");
    }

    @Test
    void oneAddressOfEachVersionCanBeGiven() {
        network.run(0, "sg-update", "--ip", "18.195.0.8", "--ip", "2a05:d014::8");
        assertThat(network.groups.rules(network.group)).hasSize(2);

        assertThat(network.run(2, "sg-update", "--ip", "18.195.0.8", "--ip", "18.195.0.9")
                        .err())
                .startsWith("error: --ip names two addresses of IPv4: 18.195.0.8/32 and 18.195.0.9/32\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "18.195.0", "18.195.0.256", "018.195.0.7", "18.195.0.7/33", "18.195.0.7/", "2a05::d014::7", "localhost",
                "2a05:d014::7/129", "fe80::1%eth0", "[2a05::1]", "18.195.0.7,18.195.0.8", "<html>", "1", "-1.2.3.4"
            })
    void invalidAddressesAreRefused(String text) {
        network.cli.with("GITPOD_IP", text);

        assertThat(network.run(2, "sg-update").err())
                .startsWith("error: \"" + text + "\" is not an IP address (from GITPOD_IP)\nhint: ");
        assertThat(network.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0/32", "224.0.0.1", "169.254.1.1", "203.0.113.7", "::1", "2001:db8::1"})
    void aReservedAddressIsRefused(String text) {
        assertThat(network.run(2, "sg-update", "--ip", text).err())
                .startsWith("error: ")
                .contains(" is a reserved address, which no packet can come from (from --ip)\n");
        assertThat(network.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "172.16.0.9", "192.168.1.4", "100.64.0.1", "fd12::1"})
    void aGivenPrivateAddressIsAllowedWithANote(String text) {
        var update = network.run(0, "sg-update", "--ip", text);

        assertThat(update.err())
                .startsWith("note: " + text + "/")
                .contains(" is a private address: only a database in the same network can see it");
        assertThat(network.groups.rules(network.group)).hasSize(1);
    }

    @Test
    void aMachineWithoutIpv6IsSupported() {
        network.aws.address("18.195.0.7", "");

        assertThat(network.run(0, "sg-update").err()).isEmpty();
        assertThat(network.groups.rules(network.group)).hasSize(1);
    }

    @Test
    void aMachineWithOnlyIpv6IsSupported() {
        network.aws.address("", "2a05:d014::7");

        assertThat(network.run(0, "sg-update").err()).isEmpty();
        assertThat(network.groups.rules(network.group))
                .singleElement()
                .asString()
                .contains(" 2a05:d014::7/128 ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        503 | 18.195.0.7           | answered HTTP 503
        302 | 18.195.0.7           | answered HTTP 302
        200 | <html>Welcome        | answered "<html>Welcome", which is not an address
        200 | 18.195.0.7, 10.0.0.1 | answered "18.195.0.7, 10.0.0.1", which is not an address
        200 | 18.195.0.0/24        | answered "18.195.0.0/24", which is not an address
        200 | 10.1.2.3             | answered 10.1.2.3, which is a private address
        200 | 127.0.0.1            | answered 127.0.0.1, which is a reserved address
        200 | 203.0.113.7          | answered 203.0.113.7, which is a reserved address
        200 | 0.0.0.0              | answered 0.0.0.0, which is a reserved address
        200 | 2a05:d014::7         | answered 2a05:d014::7, which is not an IPv4 address
        """)
    void aFailingServiceIsReplacedByTheNext(int status, String answer, String reason) {
        var erring = network.aws.url() + "/ip/erring";
        network.aws.address("erring", status, answer);

        network.cli.with("DB_OPS_ADDRESS_URL", erring);
        assertThat(network.run(4, "sg-update").err())
                .isEqualTo("error: this machine's public address could not be found: " + erring + " " + reason
                        + "\nhint: pass it: --ip ADDRESS, or set GITPOD_IP; or set your own service:"
                        + " DB_OPS_ADDRESS_URL\n");
        network.assertThatNothingWasChanged();

        network.cli.with("DB_OPS_ADDRESS_URL", erring + " " + network.aws.url() + "/ip/v4");
        assertThat(network.run(0, "sg-update").err()).isEmpty();
        assertThat(network.groups.rules(network.group)).containsExactly(NetworkFixture.RULE);
    }

    @Test
    void aMissingServiceIsReplacedByTheNext() {
        network.cli.with("DB_OPS_ADDRESS_URL", "http://127.0.0.1:1/ " + network.aws.url() + "/ip/v4");

        network.run(0, "sg-update");

        assertThat(network.groups.rules(network.group)).containsExactly(NetworkFixture.RULE);
    }

    @Test
    void aServiceWithAnUnknownHostIsNamed() {
        network.cli.with("DB_OPS_ADDRESS_URL", "https://no-such-host.invalid");

        assertThat(network.run(4, "sg-update").err())
                .startsWith("error: this machine's public address could not be found: https://no-such-host.invalid: the"
                        + " name servers do not know the host\n");
    }

    @Test
    void aFailingIpv6ServiceIsOnlyMentioned() {
        network.aws.address("18.195.0.7", "fd12::1");

        assertThat(network.run(0, "sg-update").err())
                .isEqualTo("note: " + network.aws.url() + "/ip/v6 answered fd12::1, which is a private address\n");
        assertThat(network.groups.rules(network.group)).containsExactly(NetworkFixture.RULE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.com/", "ftp://127.0.0.1/", "example.com", "http://127.example.com", "https://"})
    void aServiceWithoutTlsIsRefusedUnlessItIsOnThisMachine(String url) {
        network.cli.with("DB_OPS_ADDRESS_URL", url);

        assertThat(network.run(2, "sg-update").err())
                .startsWith("error: \"" + url + "\" is not an https:// URL (from DB_OPS_ADDRESS_URL)\n");
        assertThat(network.calls()).isEmpty();
    }
}
