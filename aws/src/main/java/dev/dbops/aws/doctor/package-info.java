/** Doctor's checks of an RDS instance and of the network that leads to it. */
package dev.dbops.aws.doctor;
