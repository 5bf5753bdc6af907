package dev.dbops.postgres.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One block of a PEM file (RFC 7468), with the headers of RFC 1421 that OpenSSL still writes before encrypted keys.
 * Text between the blocks is ignored.
 *
 * @param label the label, such as CERTIFICATE
 * @param headers the headers, such as DEK-Info; usually empty
 * @param content the decoded content
 */
record PemBlock(String label, Map<String, String> headers, byte[] content) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /** All blocks of a text, in their order; none when it is not PEM. A block that cannot be decoded is left out. */
    static List<PemBlock> read(String text) {
        var blocks = new ArrayList<PemBlock>();
        for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin + 1)) {
            int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
            if (labelEnd < 0) {
                break;
            }
            var label = text.substring(begin + BEGIN.length(), labelEnd);
            int end = text.indexOf("-----END " + label + DASHES, labelEnd);
            if (end >= 0) {
                add(label, text.substring(labelEnd + DASHES.length(), end), blocks);
            }
        }
        return blocks;
    }

    private static void add(String label, String body, List<PemBlock> blocks) {
        var headers = new HashMap<String, String>();
        var encoded = new StringBuilder(body.length());
        for (var line : body.split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            } else {
                encoded.append(line.strip());
            }
        }
        try {
            blocks.add(new PemBlock(label, headers, Base64.getDecoder().decode(encoded.toString())));
        } catch (IllegalArgumentException _) {
            // a damaged block; the caller reports that it is missing
        }
    }
}
