package dev.dbops.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.dbops.cli.Command;

/** The direction of dependencies: {@code cli.*} knows {@code aws}, {@code local} and core; core knows none of them. */
@AnalyzeClasses(
        packages = "dev.dbops",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    private static final String[] CORE = {
        "dev.dbops",
        "dev.dbops.target..",
        "dev.dbops.text..",
        "dev.dbops.script..",
        "dev.dbops.dump..",
        "dev.dbops.seed..",
        "dev.dbops.loss..",
        "dev.dbops.postgres..",
        "dev.dbops.users..",
        "dev.dbops.events..",
        "dev.dbops.doctor.."
    };

    /** The tests of core, which a whole build brings as a jar. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule coreKnowsNothingOfTheCommandLineOrAws = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dbops.cli..",
                    "dev.dbops.aws..",
                    "dev.dbops.local..",
                    "dev.dbops.shell..",
                    "dev.dbops.migration..",
                    "picocli..",
                    "software.amazon..",
                    "org.jline..");

    @ArchTest
    static final ArchRule coreNeverPrints = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.PrintStream");

    @ArchTest
    static final ArchRule theLocalServerAwsAndTheShellKnowNothingOfCommands = noClasses()
            .that()
            .resideInAnyPackage("dev.dbops.local..", "dev.dbops.aws..", "dev.dbops.shell..", "dev.dbops.migration..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.dbops.cli..", "picocli..");

    @ArchTest
    static final ArchRule commandsSpeakNeitherJdbcNorAws = noClasses()
            .that()
            .resideInAPackage("dev.dbops.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.postgresql..", "software.amazon..");

    /** What edits lines costs time to load, and stays where it is needed. */
    @ArchTest
    static final ArchRule onlyTheShellEditsLines = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dbops.shell..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jline..");

    @ArchTest
    static final ArchRule flywayIsKnownInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dbops.migration..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.flywaydb..");

    @ArchTest
    static final ArchRule onlyMainExits = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.dbops.cli.DbOps")
            .and()
            .doNotHaveFullyQualifiedName("dev.dbops.cli.AotTraining")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule commandsAreInAPackageOfTheirSection =
            classes().that().implement(Command.class).should().resideInAnyPackage("dev.dbops.cli", "dev.dbops.cli.(*)");

    /** Those inside {@code aws} too. Not those of commands: the registry knows each, they know what they share. */
    @ArchTest
    static void packagesHaveNoCycles(JavaClasses classes) {
        SlicesRuleDefinition.slices()
                .matching("dev.dbops.(**)")
                .should()
                .beFreeOfCycles()
                .check(classes.that(resideOutsideOfPackage("dev.dbops.cli..")));
    }
}
