/** Security group rules, and the public addresses of this machine that they allow. */
package dev.dbops.aws.network;
