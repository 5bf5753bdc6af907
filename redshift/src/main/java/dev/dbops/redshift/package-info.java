/** Events in Amazon Redshift. */
package dev.dbops.redshift;
