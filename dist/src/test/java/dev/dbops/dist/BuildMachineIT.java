package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The distribution holds nothing of the machine that built it: it is given to others. */
class BuildMachineIT {
    private static final Path DISTRIBUTION = Path.of("target/db-ops");
    /** A shorter value is a word that programs contain for other reasons: true, root, xterm, C.UTF-8. */
    private static final int SHORTEST = 8;
    /** Variables that say something about a machine or a person; others say how programs are to behave. */
    private static final Pattern OWN =
            Pattern.compile("TOKEN|SECRET|PASS|KEY|CREDENTIAL|HOST|HOME|USER|PWD|URL|PATH|DIR|PROXY|ADDRESS");

    /** A text as it is in a class file, a cache or a file: ASCII bytes. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    /** The values of this machine, by their source. */
    private static Map<String, String> values() throws IOException {
        var values = new TreeMap<String, String>();
        values.put("the home directory", System.getProperty("user.home"));
        values.put("the user", System.getProperty("user.name"));
        values.put("the host", InetAddress.getLocalHost().getHostName());
        System.getenv().forEach((name, value) -> {
            if (OWN.matcher(name).find()) {
                values.put("the variable " + name, value);
            }
        });
        values.values().removeIf(BuildMachineIT::isOfEveryMachine);
        // wherever it is, in a folder that every machine has too
        values.put("the checkout", Path.of("..").toRealPath().toString());
        values.values().removeIf(value -> value.length() < SHORTEST);
        return values;
    }

    /** Folders and files that an operating system has, and that programs name. */
    private static boolean isOfEveryMachine(String value) {
        return value.matches("/(usr|bin|sbin|tmp|etc|dev|var|opt|lib)(/[^:]*)?");
    }

    private static void look(String where, byte[] bytes, Map<String, String> values, List<String> found) {
        var text = new String(bytes, BYTES);
        values.forEach((name, value) -> {
            if (text.contains(new String(value.getBytes(StandardCharsets.UTF_8), BYTES))) {
                // not the value: it may be a token
                found.add(name + " is in " + where);
            }
        });
    }

    @Test
    void noFileOfTheDistributionHoldsAValueOfThisMachine() throws IOException {
        var values = values();
        var found = new ArrayList<String>();
        try (var files = Files.walk(DISTRIBUTION)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                look(file.toString(), Files.readAllBytes(file), values, found);
            }
        }

        // the names alone: the values may be tokens
        assertThat(values.keySet()).isNotEmpty();
        assertThat(found).isEmpty();
    }

    @Test
    void norDoesTheModuleThatTheImageIsMadeOf() throws IOException {
        var values = values();
        var found = new ArrayList<String>();
        var classes = 0;
        try (var module = new ZipInputStream(Files.newInputStream(Path.of("target/module/dev.dbops.jar")))) {
            for (var entry = module.getNextEntry(); entry != null; entry = module.getNextEntry()) {
                look(entry.getName(), module.readAllBytes(), values, found);
                classes++;
            }
        }

        assertThat(classes).isGreaterThan(1000);
        assertThat(found).isEmpty();
    }
}
