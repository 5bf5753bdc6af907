package dev.dbops.postgres.socket;

import java.net.Socket;
import java.net.SocketAddress;

/** A connection of the driver that is not TCP: options of TCP are ignored. */
public abstract class SocketWithoutTcp extends Socket {
    private static final int BUFFER_BYTES = 64 * 1024;

    protected SocketWithoutTcp() {}

    @Override
    public void bind(SocketAddress address) {}

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public boolean getKeepAlive() {
        return false;
    }

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public int getSendBufferSize() {
        return BUFFER_BYTES;
    }

    @Override
    public void setReceiveBufferSize(int size) {}

    @Override
    public int getReceiveBufferSize() {
        return BUFFER_BYTES;
    }
}
