package dev.dbops.upgrade;

import dev.dbops.doctor.Outcome;

/**
 * A check before an upgrade: a query for the objects that are in the way.
 *
 * @param name its name
 * @param outcome the outcome when the query finds objects
 * @param remedy what to do then
 * @param sql the query; its column "object" names an object for people
 */
record UpgradeCheck(String name, Outcome outcome, String remedy, String sql) {}
