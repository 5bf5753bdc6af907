/** Access to AWS: clients, regions, profiles, credentials; SDK failures become {@link dev.dbops.OpsException}s here. */
package dev.dbops.aws;
