package dev.dbops.lambda.source;

/** Reads objects of Amazon S3 with events. */
@FunctionalInterface
public interface EventObjects {
    /**
     * Returns the content of an object, decompressed if its name ends in .gz.
     *
     * @throws dev.dbops.OpsException of kind UNREACHABLE when it may be read later; of another kind when it never can
     */
    byte[] read(String bucket, String key);
}
