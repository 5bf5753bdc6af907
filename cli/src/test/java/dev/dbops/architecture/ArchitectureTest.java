package dev.dbops.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.dbops.cli.command.Command;

/** The rules between packages that the modules of Maven cannot enforce: they forbid what a module does not depend on. */
@AnalyzeClasses(
        packages = "dev.dbops",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** The tests of core, which are a jar in a whole build. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /** Results are records; only the command line prints. */
    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages("dev.dbops.cli..", "dev.dbops.shell..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.PrintStream");

    @ArchTest
    static final ArchRule theShellKnowsNothingOfCommands = noClasses()
            .that()
            .resideInAPackage("dev.dbops.shell..")
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

    /** Line editing takes time to load, so only the shell uses it; the widths of characters are a table. */
    @ArchTest
    static final ArchRule onlyTheShellEditsLines = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dbops.shell..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.jline..")
                    .and(DescribedPredicate.not(HasName.Predicates.name("org.jline.utils.WCWidth"))));

    @ArchTest
    static final ArchRule flywayIsKnownInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dbops.migration..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.flywaydb..");

    /** Its classes are many, and are loaded only when events go there. */
    @ArchTest
    static final ArchRule kafkaIsKnownInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dbops.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

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
    static final ArchRule commandsAreInAPackageOfTheirSection = classes()
            .that()
            .implement(Command.class)
            .should()
            .resideInAnyPackage(
                    "dev.dbops.cli", "dev.dbops.cli.(*)", "dev.dbops.cli.rds.(*)", "dev.dbops.cli.events.(*)");

    @ArchTest
    static final ArchRule optionsThatCommandsShareAreNamedSo = methods()
            .that()
            .haveName("describe")
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.dbops.cli.(*)..")
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackages("dev.dbops.cli", "dev.dbops.cli.output", "dev.dbops.cli.process")
            .and()
            .areDeclaredInClassesThat()
            .areNotAssignableTo(Command.class)
            .should()
            .beDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Options");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            SlicesRuleDefinition.slices().matching("dev.dbops.(**)").should().beFreeOfCycles();
}
