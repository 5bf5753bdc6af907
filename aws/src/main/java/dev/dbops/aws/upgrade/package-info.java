/** Upgrades of the engine's version: in place, and by a blue/green deployment. */
package dev.dbops.aws.upgrade;
