package dev.dbops.upgrade;

import dev.dbops.doctor.Outcome;

/**
 * The outcome of a check before an upgrade.
 *
 * @param check its name
 * @param outcome failed when the upgrade would fail
 * @param detail what was found
 * @param remedy what to do; empty when there is nothing to do
 */
public record UpgradeFinding(String check, Outcome outcome, String detail, String remedy) {}
