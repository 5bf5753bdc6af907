package dev.dbops.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The license that a library's pom, or one of its parents, names; as an SPDX expression. */
final class PomLicense {
    /** Names and addresses that poms use, and the identifier that they mean. */
    private static final Map<String, String> IDENTIFIERS = Map.of(
            "The MIT License", "MIT",
            "MIT", "MIT",
            "MIT-0", "MIT-0",
            "0BSD", "0BSD",
            "BSD-2-Clause", "BSD-2-Clause",
            "https://opensource.org/licenses/BSD-3-Clause", "BSD-3-Clause");

    private PomLicense() {}

    /**
     * Reads the pom of a library.
     *
     * @param repository the directory of a Maven repository
     * @throws IOException when the poms name no license, or one that is not known here
     */
    static String of(Path repository, String group, String name, String version) throws IOException {
        var pom = root(repository
                .resolve(group.replace('.', '/'))
                .resolve(name)
                .resolve(version)
                .resolve(name + "-" + version + ".pom"));
        var licenses = pom.getElementsByTagName("license");
        var identifiers = new ArrayList<String>();
        for (var license = 0; license < licenses.getLength(); license++) {
            var element = (Element) licenses.item(license);
            identifiers.add(identifier(text(element, "name"), text(element, "url"), name));
        }
        if (!identifiers.isEmpty()) {
            return String.join(" AND ", identifiers);
        }
        if (pom.getElementsByTagName("parent").item(0) instanceof Element parent) {
            return of(repository, text(parent, "groupId"), text(parent, "artifactId"), text(parent, "version"));
        }
        throw new IOException("no pom names the license of " + name);
    }

    private static String identifier(String name, String url, String library) throws IOException {
        if (name.contains("Apache") && (name.contains("2.0") || url.contains("2.0"))) {
            return "Apache-2.0";
        }
        var identifier = IDENTIFIERS.getOrDefault(name, IDENTIFIERS.get(url));
        if (identifier == null) {
            throw new IOException(
                    "the license of %s is not known: \"%s\" (%s); add it to PomLicense".formatted(library, name, url));
        }
        return identifier;
    }

    private static String text(Element parent, String name) {
        var element = parent.getElementsByTagName(name).item(0);
        return element == null ? "" : element.getTextContent().strip();
    }

    private static Element root(Path pom) throws IOException {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(pom + " cannot be read", e);
        }
    }
}
