package hazel.relay;
/// placeholder
public interface Smarthost extends NextHop {}
