package dev.dbops.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The software bill of materials, in the format CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/).
 *
 * <p>The same components give the same bytes: it has no time, and its serial number is made of its content.
 */
final class BillOfMaterials {
    private final List<Component> components;
    private final String version;

    private BillOfMaterials(List<Component> components, String version) {
        this.components = components;
        this.version = version;
    }

    /**
     * Writes the file.
     *
     * @param components what db-ops carries
     * @param version the version of db-ops
     */
    static void write(List<Component> components, String version, Path file) throws IOException {
        var bill = new BillOfMaterials(components, version);
        var serial = UUID.nameUUIDFromBytes(bill.json("").getBytes(StandardCharsets.UTF_8));
        Files.writeString(file, bill.json("urn:uuid:" + serial) + "\n");
    }

    private String json(String serial) {
        var text = new java.io.StringWriter();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.writeStringProperty("bomFormat", "CycloneDX");
            json.writeStringProperty("specVersion", "1.6");
            if (!serial.isEmpty()) {
                json.writeStringProperty("serialNumber", serial);
            }
            json.writeNumberProperty("version", 1);
            json.writeObjectPropertyStart("metadata");
            json.writeName("component");
            var own = new Component("application", "", "db-ops", version, "Apache-2.0", "", purl(), "", List.of());
            writeComponent(json, own, "");
            json.writeEndObject();
            json.writeArrayPropertyStart("components");
            components.forEach(component -> writeComponent(json, component, ""));
            json.writeEndArray();
            writeDependencies(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    private String purl() {
        return "pkg:generic/db-ops@" + version;
    }

    /** References are unique: a component that two others hold has one for each place. */
    private static String reference(Component component, String holder) {
        return component.purl().startsWith(holder) ? component.purl() : holder + "/" + component.purl();
    }

    private void writeComponent(JsonGenerator json, Component component, String holder) {
        json.writeStartObject();
        json.writeStringProperty("type", component.type());
        json.writeStringProperty("bom-ref", reference(component, holder));
        if (!component.group().isEmpty()) {
            json.writeStringProperty("group", component.group());
        }
        json.writeStringProperty("name", component.name());
        json.writeStringProperty("version", component.version());
        if (!component.sha256().isEmpty()) {
            json.writeArrayPropertyStart("hashes");
            json.writeStartObject();
            json.writeStringProperty("alg", "SHA-256");
            json.writeStringProperty("content", component.sha256());
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeArrayPropertyStart("licenses");
        writeLicense(json, component.license());
        json.writeEndArray();
        json.writeStringProperty("purl", component.purl());
        if (!component.contents().isEmpty()) {
            json.writeArrayPropertyStart("components");
            component.contents().forEach(part -> writeComponent(json, part, component.purl()));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** A license of the SPDX list by its identifier, several as an expression, another one by its name. */
    private static void writeLicense(JsonGenerator json, String license) {
        json.writeStartObject();
        if (license.contains(" ")) {
            json.writeStringProperty("expression", license);
        } else {
            json.writeObjectPropertyStart("license");
            json.writeStringProperty(license.startsWith("LicenseRef-") ? "name" : "id", license);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeDependencies(JsonGenerator json) {
        json.writeArrayPropertyStart("dependencies");
        json.writeStartObject();
        json.writeStringProperty("ref", purl());
        json.writeArrayPropertyStart("dependsOn");
        components.forEach(component -> json.writeString(component.purl()));
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }
}
