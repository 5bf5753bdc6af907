package dev.dbops.cli.rds;

/**
 * The deleted proxy.
 *
 * @param proxy its name
 * @param gone whether it is deleted already; otherwise AWS is deleting it
 */
record DeletedProxy(String proxy, boolean gone) {
    String sentence() {
        return "proxy \"%s\" is %s".formatted(proxy, gone ? "deleted" : "being deleted");
    }
}
