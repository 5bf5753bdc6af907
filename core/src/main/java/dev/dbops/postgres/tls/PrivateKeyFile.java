package dev.dbops.postgres.tls;

import dev.dbops.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.PrivateKey;
import java.util.EnumSet;

/** Reads sslkey: in PEM or DER, encrypted or not, in a file that only its owner can read. */
final class PrivateKeyFile {
    private static final int ROOT = 0;

    private final Path file;
    private final String passphrase;

    /**
     * @param passphrase the value of sslpassword; empty when there is none
     */
    PrivateKeyFile(Path file, String passphrase) {
        this.file = file;
        this.passphrase = passphrase;
    }

    PrivateKey read() throws TlsSetupException {
        checkIsFile();
        checkPermissions();
        try {
            return decode(BoundedFile.read(file));
        } catch (BoundedFile.TooLargeException e) {
            throw new TlsSetupException(
                    "the private key \"%s\" cannot be used: %s".formatted(file, e.getMessage()),
                    "check that it is the right file",
                    e);
        } catch (IOException e) {
            throw new TlsSetupException(
                    "the private key \"%s\" cannot be read: permission denied".formatted(file),
                    "check the permissions of the file",
                    e);
        } catch (WrongPassphraseException e) {
            throw new TlsSetupException(
                    "the passphrase does not open the private key \"%s\"".formatted(file),
                    "correct sslpassword; openssl pkey -in %s -noout asks for the passphrase and checks it"
                            .formatted(file),
                    e);
        } catch (InvalidAlgorithmParameterException e) {
            throw new TlsSetupException(
                    "the private key \"%s\" cannot be used: %s".formatted(file, e.getMessage()),
                    "create another key, and get a certificate for it: openssl genpkey -algorithm EC -pkeyopt"
                            + " ec_paramgen_curve:P-256",
                    e);
        } catch (GeneralSecurityException e) {
            throw new TlsSetupException(
                    "the private key \"%s\" cannot be used: %s".formatted(file, e.getMessage()),
                    "convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in %1$s -out %1$s.pk8".formatted(file),
                    e);
        }
    }

    private void checkIsFile() throws TlsSetupException {
        if (!Files.exists(file)) {
            throw new TlsSetupException(
                    "there is a client certificate, but not its private key \"%s\"".formatted(file),
                    "name the file with sslkey=FILE");
        }
        if (!Files.isRegularFile(file)) {
            throw new TlsSetupException(
                    "the private key \"%s\" is not a regular file".formatted(file), "name the file with sslkey=FILE");
        }
    }

    /** The rule of libpq: 0600 or less; 0640 or less when it is root's, for a key that a group shares. */
    private void checkPermissions() throws TlsSetupException {
        try {
            var allowed = EnumSet.of(
                    PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
            if ((int) Files.getAttribute(file, "unix:uid") == ROOT) {
                allowed.add(PosixFilePermission.GROUP_READ);
            }
            var permissions = Files.getPosixFilePermissions(file);
            if (!allowed.containsAll(permissions)) {
                throw new TlsSetupException(
                        "the private key \"%s\" can be read by others: %s"
                                .formatted(file, PosixFilePermissions.toString(permissions)),
                        "restrict it: chmod 600 " + file);
            }
        } catch (IOException e) {
            throw new TlsSetupException(
                    "the permissions of the private key \"%s\" cannot be read".formatted(file),
                    "check the file and its directory",
                    e);
        }
    }

    private PrivateKey decode(byte[] bytes) throws GeneralSecurityException, TlsSetupException {
        for (var block : PemBlock.read(new String(bytes, StandardCharsets.ISO_8859_1))) {
            if (block.label().equals("OPENSSH PRIVATE KEY")) {
                throw new TlsSetupException(
                        "the private key \"%s\" is in the OpenSSH format".formatted(file),
                        "convert it: ssh-keygen -p -m PKCS8 -f " + file);
            }
            if (block.label().endsWith("PRIVATE KEY")) {
                return decode(block);
            }
        }
        if (bytes.length > 0 && (bytes[0] & 0xff) == Der.SEQUENCE) {
            return decodeDer(bytes);
        }
        throw new TlsSetupException(
                "the file \"%s\" has no private key".formatted(file),
                "a private key begins with -----BEGIN PRIVATE KEY-----");
    }

    private PrivateKey decode(PemBlock block) throws GeneralSecurityException, TlsSetupException {
        if (block.headers().getOrDefault("Proc-Type", "").contains("ENCRYPTED")) {
            requirePassphrase();
            return KeyEncoding.decodeDecrypted(EncryptedKey.decrypt(block, passphrase));
        }
        return decodeDer(block.content());
    }

    private PrivateKey decodeDer(byte[] encoded) throws GeneralSecurityException, TlsSetupException {
        if (KeyEncoding.isPkcs12(encoded)) {
            throw new TlsSetupException(
                    "the private key \"%s\" is in a PKCS#12 file".formatted(file),
                    "convert it: openssl pkcs12 -in %1$s -nocerts -out %1$s.key".formatted(file));
        }
        if (KeyEncoding.isEncrypted(encoded)) {
            requirePassphrase();
        }
        return KeyEncoding.decode(encoded, passphrase);
    }

    private void requirePassphrase() throws TlsSetupException {
        if (passphrase.isEmpty()) {
            throw new TlsSetupException(
                    "the private key \"%s\" is encrypted, and no passphrase is given".formatted(file),
                    "set the passphrase with sslpassword, in the URL or in a service file");
        }
    }
}
