/** Lists the instances and clusters of an account, in one region or in several. */
package dev.dbops.aws.inventory;
