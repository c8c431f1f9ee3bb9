namespace KernelGuard.Cli;

/// <summary>A command cannot do what it was asked to. The message is for the person who typed it, and the exit code is <see cref="ExitCodes.CannotRun"/>.</summary>
internal sealed class CannotRunException : Exception
{
    public CannotRunException(string message)
        : base(message)
    {
    }

    public CannotRunException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
