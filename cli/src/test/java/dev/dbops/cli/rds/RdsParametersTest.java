package dev.dbops.cli.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.EmulatedParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdsParametersTest {
    @TempDir
    private Path directory;

    @AutoClose
    private RdsFixture rds;

    private EmulatedParameters parameters;

    @BeforeEach
    void anInstanceWithAGroupOfItsOwn() {
        rds = new RdsFixture(directory);
        rds.cli.with("RDS_INSTANCE_ID", "cruddur-db");
        parameters = new EmulatedParameters(rds.aws);
        rds.states.ofVersion("cruddur-db", "17.6");
        parameters.group("cruddur", "postgres17").assign("cruddur", "cruddur-db");
    }

    @Test
    void theParametersThatAreSetAreListed() {
        parameters.set("cruddur", "work_mem", "65536").set("cruddur", "max_connections", "200");

        var list = rds.cli.run("rds-parameters").succeeded();

        assertThat(list.out()).isEqualTo("""
            NAME             VALUE  DEFAULT VALUE                                APPLY TYPE  STATUS          GROUP
            max_connections  200    LEAST({DBInstanceClassMemory/9531392},5000)  static      pending-reboot  cruddur
            work_mem         65536                                               dynamic     in-sync         cruddur
            """);
    }

    @Test
    void allParametersOfANameAreListed() {
        var list = rds.cli
                .run("rds-parameters", "--all", "--name", "*_connections", "-o", "json")
                .succeeded();

        assertThat(list.out())
                .contains("\"name\":\"max_connections\"")
                .contains("\"default_value\":\"LEAST(")
                .doesNotContain("work_mem");
        assertThat(rds.cli
                        .run("rds-parameters", "--all", "--name", "filler_*", "-o", "csv")
                        .succeeded()
                        .out()
                        .lines())
                .as("all pages of all groups")
                .hasSize(251);
    }

    @Test
    void nothingIsListedOfADefaultGroup() {
        rds.states.ofVersion("plain", "17.6");

        assertThat(rds.cli
                        .run("rds-parameters", "--instance", "plain")
                        .succeeded()
                        .out())
                .isEqualTo("no parameter is set; --all lists those with their default too\n");
        assertThat(rds.cli
                        .run("rds-parameters", "--all", "--name", "nothing")
                        .succeeded()
                        .out())
                .isEqualTo("no parameter has such a name\n");
    }

    @Test
    void aDynamicParameterTakesEffectImmediatelyAndAStaticOneAtTheNextReboot() {
        var set = rds.cli
                .run(
                        "rds-parameters",
                        "--set",
                        "work_mem=65536",
                        "--set",
                        "max_connections=200",
                        "--set",
                        "autovacuum=on",
                        "--yes")
                .succeeded();

        assertThat(set.out()).isEqualTo("""
            NAME             BEFORE                                       AFTER  GROUP    TAKES EFFECT
            work_mem                                                      65536  cruddur  immediately
            max_connections  LEAST({DBInstanceClassMemory/9531392},5000)  200    cruddur  at the next reboot
            """);
        assertThat(set.err())
                .isEqualTo("note: max_connections takes effect at the next reboot: db-ops rds-reboot --instance"
                        + " cruddur-db\n");
        assertThat(parameters.value("cruddur", "work_mem")).isEqualTo("65536");
        assertThat(parameters.applyMethod("cruddur", "work_mem")).isEqualTo("immediate");
        assertThat(parameters.applyMethod("cruddur", "max_connections")).isEqualTo("pending-reboot");
    }

    @Test
    void aParameterReturnsToItsDefault() {
        parameters.set("cruddur", "work_mem", "65536").set("cruddur", "autovacuum", "0");

        var reset = rds.cli
                .run("rds-parameters", "--reset", "work_mem", "--yes", "-o", "json")
                .succeeded();

        assertThat(reset.out())
                .isEqualTo("[{\"name\":\"work_mem\",\"before\":\"65536\",\"after\":null,\"group\":\"cruddur\","
                        + "\"takes_effect\":\"immediately\"}]\n");
        assertThat(parameters.value("cruddur", "work_mem")).isEmpty();
        assertThat(parameters.value("cruddur", "autovacuum")).isEqualTo("0");
        assertThat(rds.cli
                        .run("rds-parameters", "--reset", "work_mem", "--yes")
                        .succeeded()
                        .out())
                .isEqualTo("nothing to do: the parameters have these values already\n");
    }

    @Test
    void moreThanTwentyParametersAreSetInSeveralRequests() {
        var words = new ArrayList<>(List.of("rds-parameters", "--yes"));
        for (var i = 0; i < 45; i++) {
            words.add("--set");
            words.add("filler_%03d=x".formatted(i));
        }

        rds.cli.run(words.toArray(String[]::new)).succeeded();

        assertThat(parameters.value("cruddur", "filler_044")).isEqualTo("x");
        assertThat(rds.aws.calls().stream().filter("rds:ModifyDBParameterGroup"::equals))
                .hasSize(3);
    }

    @Test
    void aGroupThatOthersUseIsChangedAfterAQuestion() {
        rds.instances.instance("staging");
        parameters.assign("cruddur", "staging");

        var refused = rds.cli.run("rds-parameters", "--set", "work_mem=65536").failed(5);

        assertThat(refused.err())
                .isEqualTo("error: this will change work_mem in parameter group \"cruddur\", which staging uses too\n"
                        + "hint: if that is meant, pass --yes\n");
        assertThat(parameters.value("cruddur", "work_mem")).isEmpty();
        assertThat(rds.cli
                        .run("rds-parameters", "--set", "work_mem=65536", "--yes")
                        .succeeded()
                        .err())
                .isEqualTo("note: staging uses the parameter group too\n");
    }

    @Test
    void aDefaultGroupIsReplacedByANewOne() {
        rds.states.ofVersion("plain", "17.6");

        var refused = rds.cli
                .run("rds-parameters", "--instance", "plain", "--set", "work_mem=65536", "--yes")
                .failed(2);
        var set = rds.cli
                .run(
                        "rds-parameters",
                        "--instance",
                        "plain",
                        "--set",
                        "work_mem=65536",
                        "--create-group",
                        "plain-17",
                        "--yes")
                .succeeded();

        assertThat(refused.err()).isEqualTo("""
            error: parameter group "default.postgres17" cannot be changed: it is AWS's default for all databases of the family
            hint: create a group of your own and assign it, which takes effect at the next reboot: --create-group plain
            """);
        assertThat(set.out()).contains("plain-17  at the next reboot");
        assertThat(set.err()).contains("note: work_mem takes effect at the next reboot");
        assertThat(parameters.groupOf("plain")).isEqualTo("plain-17");
        assertThat(parameters.value("plain-17", "work_mem")).isEqualTo("65536");
    }

    @Test
    void aNewGroupHasTheParametersOfTheOneThatItReplaces() {
        parameters.set("cruddur", "autovacuum", "0");

        rds.cli
                .run("rds-parameters", "--set", "work_mem=65536", "--create-group", "own", "--yes")
                .succeeded();

        assertThat(parameters.value("own", "autovacuum")).isEqualTo("0");
        assertThat(parameters.value("own", "work_mem")).isEqualTo("65536");
        assertThat(parameters.value("cruddur", "work_mem")).isEmpty();
    }

    @Test
    void aFailedAssignmentNamesTheGroupThatWasCreated() {
        rds.aws.fail("rds:ModifyDBInstance", "InvalidDBInstanceState", 400, 1);

        var failed = rds.cli
                .run("rds-parameters", "--set", "work_mem=65536", "--create-group", "own", "--yes")
                .failed(1);

        assertThat(failed.err())
                .contains("; before that, parameter group \"own\" was created and work_mem was set in parameter group")
                .contains("aws rds delete-db-parameter-group --db-parameter-group-name own --region eu-central-1");
    }

    @Test
    void aClustersParametersAreInItsOwnGroup() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        parameters.clusterGroup("aurora-own", "aurora-postgresql17").assignToCluster("aurora-own", "cruddur");

        var set = rds.cli
                .run(
                        "rds-parameters",
                        "--instance",
                        "cruddur",
                        "--set",
                        "rds.logical_replication=1",
                        "--set",
                        "work_mem=65536",
                        "--yes")
                .succeeded();
        var list = rds.cli.run("rds-parameters", "--instance", "cruddur").succeeded();
        var reset = rds.cli
                .run("rds-parameters", "--instance", "cruddur", "--reset", "work_mem", "--yes")
                .succeeded();

        assertThat(set.err()).contains("note: rds.logical_replication takes effect at the next reboot");
        assertThat(list.out())
                .containsPattern("rds.logical_replication +1 +0 +static +pending-reboot +aurora-own\n")
                .containsPattern("work_mem +65536 +dynamic +in-sync +aurora-own\n");
        assertThat(reset.out()).containsPattern("work_mem +65536 +aurora-own +immediately");
    }

    @Test
    void aMembersParametersAreInItsGroupOrInItsClusters() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");
        parameters.group("member", "aurora-postgresql17").assign("member", "cruddur-1");
        parameters.clusterGroup("aurora-own", "aurora-postgresql17").assignToCluster("aurora-own", "cruddur");

        var set = rds.cli
                .run(
                        "rds-parameters",
                        "--instance",
                        "cruddur-1",
                        "--set",
                        "rds.force_ssl=0",
                        "--set",
                        "work_mem=65536",
                        "--yes")
                .succeeded();
        var ofCluster = rds.cli
                .run("rds-parameters", "--instance", "cruddur", "--set", "work_mem=4096", "--yes")
                .succeeded();
        var several = rds.cli
                .run(
                        "rds-parameters",
                        "--instance",
                        "cruddur-1",
                        "--set",
                        "rds.force_ssl=1",
                        "--set",
                        "work_mem=4096",
                        "--create-group",
                        "own")
                .failed(2);

        assertThat(set.out()).containsPattern("work_mem .*member").containsPattern("rds.force_ssl .*aurora-own");
        assertThat(ofCluster.err())
                .isEqualTo("warning: the writer's own parameter group sets work_mem too, and has precedence\n");
        assertThat(several.err()).startsWith("error: --create-group creates one group, and these parameters are in");
    }

    @Test
    void aClusterGetsANewGroup() {
        rds.instances.cluster("cruddur");
        rds.databases.member("cruddur", "cruddur-1");

        rds.cli
                .run(
                        "rds-parameters",
                        "--instance",
                        "cruddur",
                        "--set",
                        "rds.logical_replication=1",
                        "--create-group",
                        "own",
                        "--yes")
                .succeeded();
        rds.cli
                .run(
                        "rds-parameters",
                        "--instance",
                        "cruddur",
                        "--set",
                        "work_mem=4096",
                        "--create-group",
                        "own-2",
                        "--yes")
                .succeeded();
        rds.cli
                .run("rds-parameters", "--instance", "cruddur", "--reset", "rds.logical_replication", "--yes")
                .succeeded();

        assertThat(rds.databases.cluster("cruddur").dbClusterParameterGroup()).isEqualTo("own-2");
        assertThat(rds.databases.clusterParameter("own", "rds.logical_replication"))
                .isEqualTo("1");
        assertThat(rds.databases.clusterParameter("own-2", "rds.logical_replication"))
                .isEqualTo("0");
    }

    @Test
    void aDryRunShowsTheRequests() {
        var plan = rds.cli
                .run("rds-parameters", "--set", "work_mem=65536", "--create-group", "own", "--dry-run")
                .succeeded();

        assertThat(plan.out())
                .containsPattern("rds:CopyDBParameterGroup +SourceDBParameterGroupIdentifier +cruddur\n")
                .containsPattern("rds:ModifyDBParameterGroup +Parameters.ParameterValue +65536\n")
                .containsPattern("rds:ModifyDBInstance +DBParameterGroupName +own\n");
        assertThat(parameters.groupOf("cruddur-db")).isEqualTo("cruddur");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        --set work_mem=64MB           | "64MB" is not a value for work_mem: it takes a whole number from 64 to 2147483647
        --set work_mem=5              | "5" is not a value for work_mem: it takes a whole number from 64 to 2147483647
        --set work_mem=               | "" is not a value for work_mem: it takes a whole number from 64 to 2147483647
        --set random_page_cost=-1     | "-1" is not a value for random_page_cost: it takes a number from 0 to 1.79769e+308
        --set random_page_cost=1e99999999999 | "1e99999999999" is not a value for random_page_cost: it takes a number from 0 to 1.79769e+308
        --set log_min_duration_statement=-2 | "-2" is not a value for log_min_duration_statement: it takes a whole number from -1 to 2147483647
        --set autovacuum=maybe        | "maybe" is not a value for autovacuum: it takes one of 0, 1
        --set pgaudit.log=ddl,dml     | "ddl,dml" is not a value for pgaudit.log: it takes a list of ddl, function, misc, read, role, write, none, all, -ddl, -function, -misc, -read, -role, -write
        --set data_checksums=1        | parameter data_checksums cannot be changed on RDS
        --reset data_checksums        | parameter data_checksums cannot be changed on RDS
        --set work_men=64             | parameter group "cruddur" has no parameter "work_men"
        --set work_mem                | "work_mem" is not a setting (from --set)
        --set work_mem=64 --set work_mem=65 | --set names work_mem twice
        --set work_mem=64 --reset work_mem | work_mem is to be set and to be reset
        --set work_mem=64 --all       | --all and --name list parameters, and cannot be combined with --set and --reset
        --create-group own            | --create-group requires --set or --reset
        --set work_mem=64 --create-group a_b | "a_b" cannot be a name on RDS (from --create-group)
        """)
    void whatRdsWouldRefuseIsASentence(String options, String sentence) {
        var refused =
                rds.cli.run(("rds-parameters --yes " + options).split(" +")).failed(2);

        assertThat(refused.err()).startsWith("error: " + sentence + "\nhint: ");
    }

    @Test
    void hintsNameTheUnitAndTheNearestName() {
        assertThat(rds.cli
                        .run("rds-parameters", "--set", "work_mem=64MB")
                        .failed(2)
                        .err())
                .endsWith("hint: pass the number without a unit; it is in kB\n");
        assertThat(rds.cli
                        .run("rds-parameters", "--set", "work_men=64")
                        .failed(2)
                        .err())
                .endsWith("hint: did you mean \"work_mem\"?\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        log_min_duration_statement=-1
        random_page_cost=1.1
        max_connections=LEAST({DBInstanceClassMemory/9531392},100)
        shared_preload_libraries=pg_stat_statements,pgaudit
        default_transaction_isolation=repeatable read
        """)
    void validValuesAreSet(String setting) {
        rds.cli.run("rds-parameters", "--yes", "--set", setting).succeeded();

        var name = setting.substring(0, setting.indexOf('='));
        assertThat(parameters.value("cruddur", name)).isEqualTo(setting.substring(name.length() + 1));
    }
}
