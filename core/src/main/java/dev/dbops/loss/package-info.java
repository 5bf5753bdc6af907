/** Reports what a transaction has deleted, overwritten and dropped, before it is committed. */
package dev.dbops.loss;
