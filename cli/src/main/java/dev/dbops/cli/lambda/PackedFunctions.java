package dev.dbops.cli.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The package for AWS Lambda in the form of an installed db-ops: a zip without compression, compressed as a whole by
 * xz, which is half as large.
 */
final class PackedFunctions {
    private PackedFunctions() {}

    /**
     * The zip that AWS Lambda accepts, the same bytes as the build makes.
     *
     * @param packed the zip inside xz; each entry has its size and checksum
     * @throws IOException when it is damaged
     */
    static byte[] unpack(InputStream packed) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var in = new ZipInputStream(new XZInputStream(packed));
                var out = new ZipOutputStream(bytes)) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                copy.setSize(entry.getSize());
                copy.setCrc(entry.getCrc());
                out.putNextEntry(copy);
                in.transferTo(out);
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
