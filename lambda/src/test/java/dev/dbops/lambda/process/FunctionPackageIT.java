package dev.dbops.lambda.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionPackageIT {
    /** The client of Redshift alone has 4.8 MB, that of DynamoDB 1.5 MB. */
    private static final long LARGEST = 19_000_000;

    /** The clients that AwsClients makes for commands alone. */
    private static final List<String> ABSENT = List.of(
            "software/amazon/awssdk/services/ec2/",
            "software/amazon/awssdk/services/iam/",
            "software/amazon/awssdk/services/kinesis/",
            "software/amazon/awssdk/services/rds/",
            "software/amazon/awssdk/services/rdsdata/",
            "software/amazon/awssdk/services/cloudformation/",
            "software/amazon/awssdk/services/cloudwatch/",
            "software/amazon/awssdk/services/cloudwatchlogs/",
            "software/amazon/awssdk/services/cognitoidentityprovider/");

    /** The classes that refer to them. SecretLogin asks for databases only when an environment file names the server. */
    private static final List<String> OF_COMMANDS = List.of(
            "dev/dbops/aws/AwsClients", "dev/dbops/aws/rds/DatabaseInstance", "dev/dbops/aws/rds/DatabaseInstances");

    /** Libraries that other libraries use when they are there: AWS's own in C, and metrics of pools. */
    private static final List<String> OPTIONAL = List.of("software/amazon/awssdk/crt/", "com/codahale/metrics/");

    /** The logins by IAM and by identity providers that Redshift's driver has itself, and db-ops does not use. */
    private static final List<String> OF_DRIVER = List.of(
            "com/amazon/redshift/plugin/",
            "com/amazon/redshift/core/IamHelper",
            "com/amazon/redshift/core/IdpAuthHelper",
            "com/amazon/redshift/util/JsonUtils");

    @Test
    void itIsSmall() throws IOException {
        assertThat(Files.size(FunctionPackage.zip())).isLessThan(LARGEST);
    }

    @Test
    void onlyClientsOfCommandsAreMissing() throws IOException {
        var missing = PackageClasses.of(FunctionPackage.zip()).missing("dev/dbops/lambda/");
        var users = new TreeSet<String>();
        missing.forEach((name, by) -> {
            if (ABSENT.stream().anyMatch(name::startsWith)) {
                users.addAll(by);
            }
        });
        missing.keySet().removeIf(name -> ABSENT.stream().anyMatch(name::startsWith));
        missing.keySet().removeIf(name -> OPTIONAL.stream().anyMatch(name::startsWith));
        missing.values()
                .removeIf(by -> by.stream().allMatch(user -> OF_DRIVER.stream().anyMatch(user::startsWith)));

        assertThat(missing).isEmpty();
        assertThat(users).containsExactlyElementsOf(OF_COMMANDS);
    }

    /** Each client is made, and sends a request. */
    @Test
    void theClientsOfTheHandlersWorkWithThePackageAlone() throws Exception {
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                FunctionPackage.unpacked().resolve("lib") + "/*" + File.pathSeparator
                        + Path.of("../lambda/target/test-classes"),
                PackageClients.class.getName());
        process.environment().clear();
        process.environment().putAll(AwsEmulator.reset().variables());
        var run = process.redirectErrorStream(true).start();

        var output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output)
                .isEqualTo(
                        "S3 answers\nSQS answers\nLambda answers\nSecrets Manager answers\nRedshift Data API answers\n"
                                + "Redshift answers\nRedshift Serverless answers\nDynamoDB answers\n");
    }

    @Test
    void theSameJarsGiveTheSameBytesInAnyDirectory(@TempDir Path first, @TempDir Path second) throws Exception {
        var lib = FunctionPackage.unpacked().resolve("lib");

        var one = build(lib, first, false);
        var other = build(lib, second, true);

        assertThat(one).hasSameBinaryContentAs(other);
        assertThat(Files.size(one)).isEqualTo(Files.size(FunctionPackage.zip()));
    }

    /** Builds a package from copies of the jars, which are newer in one directory than in the other. */
    private static Path build(Path lib, Path directory, boolean reversed) throws IOException, InterruptedException {
        var jars = new ArrayList<Path>();
        try (var files = Files.list(lib)) {
            for (var file : files.sorted().toList()) {
                var copy = Files.copy(file, directory.resolve(file.getFileName()));
                Files.setLastModifiedTime(
                        copy, FileTime.from(Instant.ofEpochSecond(reversed ? 1_000_000_000 : 1_700_000_000)));
                jars.add(copy);
            }
        }
        var handlers = jars.removeFirst();
        if (reversed) {
            Collections.reverse(jars);
        }
        var zip = directory.resolve("package.zip");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "../lambda/src/build/java/dev/dbops/build/LambdaZip.java",
                        zip.toString(),
                        handlers.toString(),
                        String.join(
                                File.pathSeparator,
                                jars.stream().map(Path::toString).toList()),
                        "../dist/src/files/certificates",
                        "../LICENSE")
                .inheritIO();
        process.environment().put("TZ", reversed ? "Pacific/Auckland" : "America/Lima");
        assertThat(process.start().waitFor()).isZero();
        return zip;
    }
}
