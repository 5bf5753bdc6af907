/** Modifies the settings of instances and clusters: what changes, when, and whether that interrupts them. */
package dev.dbops.aws.modification;
