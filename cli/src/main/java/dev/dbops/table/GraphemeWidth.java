package dev.dbops.table;

import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * The width of text beyond ASCII: by East Asian Width (Unicode Standard Annex 11) for each code point, but for each
 * grapheme cluster (Annex 29) where several code points make one picture, as in flags and families.
 */
final class GraphemeWidth {
    private static final Pattern CLUSTER = Pattern.compile("\\X");
    private static final int EMOJI_PRESENTATION = 0xfe0f;
    private static final int PICTURE = 2;

    private GraphemeWidth() {}

    static int of(String line) {
        var width = 0;
        var clusters = CLUSTER.matcher(line);
        while (clusters.find()) {
            width += ofCluster(clusters.group());
        }
        return width;
    }

    /** As many whole clusters as fit. */
    static String prefix(String line, int width) {
        var left = width;
        var clusters = CLUSTER.matcher(line);
        while (clusters.find()) {
            left -= ofCluster(clusters.group());
            if (left < 0) {
                return line.substring(0, clusters.start());
            }
        }
        return line;
    }

    private static int ofCluster(String cluster) {
        var first = cluster.codePointAt(0);
        var length = Character.charCount(first);
        if (cluster.length() == length) {
            return ofCodePoint(first);
        }
        if (isPicture(cluster, first)) {
            return PICTURE;
        }
        var width = 0;
        for (var i = 0; i < cluster.length(); i += Character.charCount(cluster.codePointAt(i))) {
            width += ofCodePoint(cluster.codePointAt(i));
        }
        return width;
    }

    /** Two letters of a flag, a picture with modifiers or joined pictures, a character that is to look like a picture. */
    private static boolean isPicture(String cluster, int first) {
        return Character.isEmojiPresentation(first) || cluster.indexOf(EMOJI_PRESENTATION) > 0;
    }

    private static int ofCodePoint(int character) {
        return Math.max(0, WCWidth.wcwidth(character));
    }
}
