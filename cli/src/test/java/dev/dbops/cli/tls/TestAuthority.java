package dev.dbops.cli.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of the tests' own, kept by openssl in a directory. */
final class TestAuthority {
    /** For an authority, and for the certificates that do not say otherwise. */
    private static final String LONG_AGO = "20200101000000Z";

    private static final String FAR_AHEAD = "20490101000000Z";

    private final Path directory;
    private final String name;

    private TestAuthority(Path directory, String name) throws IOException {
        this.directory = Files.createDirectory(directory);
        this.name = name;
        Files.writeString(directory.resolve("index.txt"), "");
        Files.writeString(directory.resolve("serial"), "1000");
        Files.writeString(directory.resolve("crlnumber"), "1000");
        Files.writeString(directory.resolve("openssl.cnf"), """
            [ca]
            default_ca = authority
            [authority]
            database = %1$s/index.txt
            serial = %1$s/serial
            crlnumber = %1$s/crlnumber
            new_certs_dir = %1$s
            certificate = %1$s/authority.crt
            private_key = %1$s/authority.key
            default_md = sha256
            default_crl_days = 30
            unique_subject = no
            policy = policy
            [policy]
            commonName = supplied
            """.formatted(directory));
    }

    /** An authority that signs itself. */
    static TestAuthority root(Path directory, String name) throws IOException, InterruptedException {
        var authority = new TestAuthority(directory, name);
        key(authority.key());
        openssl(
                "req",
                "-x509",
                "-new",
                "-key",
                "" + authority.key(),
                "-subj",
                "/CN=" + name,
                "-days",
                "3650",
                "-out",
                "" + authority.certificate(),
                "-addext",
                "basicConstraints=critical,CA:true",
                "-addext",
                "keyUsage=critical,keyCertSign,cRLSign");
        return authority;
    }

    /** An authority that this one signs. */
    TestAuthority intermediate(Path directory, String name) throws IOException, InterruptedException {
        var authority = new TestAuthority(directory, name);
        key(authority.key());
        sign(authority.key(), authority.certificate(), name, LONG_AGO, FAR_AHEAD, """
            basicConstraints=critical,CA:true
            keyUsage=critical,keyCertSign,cRLSign
            """);
        return authority;
    }

    Path certificate() {
        return directory.resolve("authority.crt");
    }

    private Path key() {
        return directory.resolve("authority.key");
    }

    /** A certificate that is valid now. */
    void sign(Path key, Path certificate, String subject, String extensions) throws IOException, InterruptedException {
        sign(key, certificate, subject, LONG_AGO, FAR_AHEAD, extensions);
    }

    /**
     * Signs a certificate.
     *
     * @param subject its common name
     * @param start such as 20200101000000Z
     * @param end the same
     * @param extensions lines of NAME=VALUE, such as subjectAltName=DNS:db.example.com; or none
     */
    void sign(Path key, Path certificate, String subject, String start, String end, String extensions)
            throws IOException, InterruptedException {
        var request = Path.of(certificate + ".csr");
        openssl("req", "-new", "-key", "" + key, "-subj", "/CN=" + subject, "-out", "" + request);
        var file = Files.writeString(Path.of(certificate + ".ext"), extensions);
        openssl(
                "ca",
                "-batch",
                "-notext",
                "-config",
                "" + directory.resolve("openssl.cnf"),
                "-in",
                "" + request,
                "-out",
                "" + certificate,
                "-startdate",
                start,
                "-enddate",
                end,
                "-extfile",
                "" + file);
    }

    void revoke(Path certificate) throws IOException, InterruptedException {
        openssl("ca", "-config", "" + directory.resolve("openssl.cnf"), "-revoke", "" + certificate);
    }

    /** The list of what is revoked up to now. */
    Path revocationList() throws IOException, InterruptedException {
        var list = directory.resolve("authority.crl");
        openssl("ca", "-config", "" + directory.resolve("openssl.cnf"), "-gencrl", "-out", "" + list);
        return list;
    }

    /** A key of its own, in PKCS#8. */
    static void key(Path file) throws IOException, InterruptedException {
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "" + file);
    }

    /** Runs openssl and returns what it wrote. */
    static String openssl(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + "\n" + output);
        }
        return output;
    }

    @Override
    public String toString() {
        return name;
    }
}
