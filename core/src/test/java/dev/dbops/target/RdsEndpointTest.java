package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.RdsEndpoint.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdsEndpointTest {
    @ParameterizedTest
    @CsvSource({
        "cruddur.c1a2b3.eu-central-1.rds.amazonaws.com, INSTANCE, cruddur, eu-central-1",
        "Cruddur.C1A2B3.Eu-Central-1.RDS.amazonaws.com., INSTANCE, cruddur, eu-central-1",
        "cruddur.cluster-c1a2b3.us-east-1.rds.amazonaws.com, CLUSTER, cruddur, us-east-1",
        "cruddur.cluster-ro-c1a2b3.us-east-1.rds.amazonaws.com, CLUSTER_READER, cruddur, us-east-1",
        "reports.cluster-custom-c1a2b3.us-east-1.rds.amazonaws.com, CLUSTER_CUSTOM, reports, us-east-1",
        "cruddur.proxy-c1a2b3.ca-central-1.rds.amazonaws.com, PROXY, cruddur, ca-central-1",
        "reading.endpoint.proxy-c1a2b3.ca-central-1.rds.amazonaws.com, PROXY_ENDPOINT, reading, ca-central-1",
        "cruddur.c1a2b3.us-gov-west-1.rds.amazonaws.com, INSTANCE, cruddur, us-gov-west-1",
        "cruddur.c1a2b3.rds.cn-north-1.amazonaws.com.cn, INSTANCE, cruddur, cn-north-1",
        "cruddur.cluster-c1a2b3.rds.cn-northwest-1.amazonaws.com.cn, CLUSTER, cruddur, cn-northwest-1",
        "cruddur.c1a2b3.cn-north-1.rds.amazonaws.com.cn, INSTANCE, cruddur, cn-north-1",
        "cruddur.c1a2b3.eusc-de-east-1.rds.amazonaws.eu, INSTANCE, cruddur, eusc-de-east-1",
        "cruddur.cluster-c1a2b3.us-iso-east-1.rds.c2s.ic.gov, CLUSTER, cruddur, us-iso-east-1",
        "cruddur.proxy-c1a2b3.us-isob-east-1.rds.sc2s.sgov.gov, PROXY, cruddur, us-isob-east-1",
        "cruddur.c1a2b3.eu-isoe-west-1.rds.cloud.adc-e.uk, INSTANCE, cruddur, eu-isoe-west-1",
        "cruddur.c1a2b3.us-isof-south-1.rds.csp.hci.ic.gov, INSTANCE, cruddur, us-isof-south-1",
        "cruddur.global-c1a2b3.global.rds.amazonaws.com, GLOBAL, cruddur, ''",
    })
    void theHostNamesTheInstanceAndItsRegion(String host, Kind kind, String name, String region) {
        assertThat(RdsEndpoint.parse(host)).contains(new RdsEndpoint(kind, name, region));
        assertThat(RdsEndpoint.isRds(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "db.example.com",
                "127.0.0.1",
                "",
                ".",
                "rds.amazonaws.com",
                "cruddur.rds.amazonaws.com.example.com",
                "cruddur.c1a2b3.eu-central-1.redshift.amazonaws.com",
                "s3.eu-central-1.amazonaws.com",
                "cruddur.c1a2b3.eusc-de-east-1.rds.amazonaws.eu.example.com",
            })
    void otherHostsAreNotOnRds(String host) {
        assertThat(RdsEndpoint.parse(host)).isEmpty();
        assertThat(RdsEndpoint.isRds(host)).isFalse();
    }

    @Test
    void theServiceItselfIsNotADatabase() {
        assertThat(RdsEndpoint.parse("x.rds.amazonaws.com")).isEmpty();
        assertThat(RdsEndpoint.parse("a.b.rds.amazonaws.com")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a.abc.eu-west-1.rds.amazonaws.com             | A.abc.eu-west-1.rds.amazonaws.com.               | true
        db.example.com                                | db.example.com                                   | true
        db.example.com                                | a.abc.eu-west-1.rds.amazonaws.com                | false
        a.abc.eu-west-1.rds.amazonaws.com             | b.abc.eu-west-1.rds.amazonaws.com                | false
        a.abc.eu-west-1.rds.amazonaws.com             | a.xyz.eu-west-1.rds.amazonaws.com                | false
        a.abc.eu-west-1.rds.amazonaws.com             | a.abc.eu-west-2.rds.amazonaws.com                | false
        c.cluster-abc.eu-west-1.rds.amazonaws.com     | c.cluster-ro-abc.eu-west-1.rds.amazonaws.com     | true
        c.cluster-abc.eu-west-1.rds.amazonaws.com     | d.cluster-ro-abc.eu-west-1.rds.amazonaws.com     | false
        c.cluster-abc.eu-west-1.rds.amazonaws.com     | d.cluster-abc.eu-west-1.rds.amazonaws.com        | false
        c.cluster-abc.eu-west-1.rds.amazonaws.com     | c.cluster-ro-xyz.eu-west-1.rds.amazonaws.com     | false
        c.cluster-abc.eu-west-1.rds.amazonaws.com     | c-1.abc.eu-west-1.rds.amazonaws.com              | true
        c.cluster-abc.eu-west-1.rds.amazonaws.com     | e.cluster-custom-abc.eu-west-1.rds.amazonaws.com | true
        a.abc.eu-west-1.rds.amazonaws.com             | p.proxy-abc.eu-west-1.rds.amazonaws.com          | true
        a.abc.eu-west-1.rds.amazonaws.com             | e.endpoint.proxy-abc.eu-west-1.rds.amazonaws.com | true
        a.abc.eu-west-1.rds.amazonaws.com             | p.proxy-xyz.eu-west-1.rds.amazonaws.com          | false
        p.proxy-abc.eu-west-1.rds.amazonaws.com       | q.proxy-abc.eu-west-1.rds.amazonaws.com          | false
        g.global-abc.global.rds.amazonaws.com         | c.cluster-abc.eu-west-1.rds.amazonaws.com        | false
        a.abc.rds.cn-north-1.amazonaws.com.cn         | p.proxy-abc.rds.cn-north-1.amazonaws.com.cn      | true
        a.abc.rds.cn-north-1.amazonaws.com.cn         | p.proxy-xyz.rds.cn-north-1.amazonaws.com.cn      | false
        """)
    void twoNamesMeanOneDatabaseOnlyInOneAccount(String first, String second, boolean one) {
        assertThat(RdsEndpoint.mayBeOne(first, second)).isEqualTo(one);
        assertThat(RdsEndpoint.mayBeOne(second, first)).isEqualTo(one);
    }
}
