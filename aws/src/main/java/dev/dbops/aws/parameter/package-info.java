/** The parameter groups of instances and clusters: what is set in them, and changes. */
package dev.dbops.aws.parameter;
