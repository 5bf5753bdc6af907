package dev.dbops.build;

import java.util.List;

/**
 * A thing that the distribution carries and others made.
 *
 * @param type its type, as CycloneDX names it
 * @param group the group of a Maven library, else empty
 * @param name the name
 * @param version the version
 * @param license the license as an SPDX expression
 * @param licenseFile the file or directory of the license text, from the directory {@code licenses}
 * @param purl the package URL
 * @param sha256 the digest of the file that it came as; empty for what is made of several files
 * @param contents the components that it holds
 */
record Component(
        String type,
        String group,
        String name,
        String version,
        String license,
        String licenseFile,
        String purl,
        String sha256,
        List<Component> contents) {

    Component withDigest(String digest) {
        return new Component(type, group, name, version, license, licenseFile, purl, digest, contents);
    }

    Component withLicenseFile(String file) {
        return new Component(type, group, name, version, license, file, purl, sha256, contents);
    }

    Component holding(List<Component> parts) {
        return new Component(type, group, name, version, license, licenseFile, purl, sha256, List.copyOf(parts));
    }
}
