namespace KernelGuard.Cli.Formatting;

/// <summary>A text has a form that is not laid out: it stays as it is.</summary>
internal sealed class LayoutException : Exception
{
    public LayoutException()
        : base("it is written in a way that the formatter does not know")
    {
    }
}
