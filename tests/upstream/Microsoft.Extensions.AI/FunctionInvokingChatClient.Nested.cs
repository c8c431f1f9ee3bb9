namespace Microsoft.Extensions.AI;

public partial class FunctionInvokingChatClient
{
    public enum FunctionInvocationStatus
    {
        RanToCompletion,
        NotFound,
        Exception,
    }

    public sealed class FunctionInvocationResult
    {
        internal FunctionInvocationResult(
            FunctionInvocationStatus status, FunctionCallContent callContent, object? result = null, Exception? exception = null, bool terminate = false)
        {
            Status = status;
            CallContent = callContent;
            Result = result;
            Exception = exception;
            Terminate = terminate;
        }

        public FunctionInvocationStatus Status { get; }

        public FunctionCallContent CallContent { get; }

        public object? Result { get; }

        public Exception? Exception { get; }

        public bool Terminate { get; }
    }
}
