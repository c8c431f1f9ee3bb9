using System.Text;

namespace KernelGuard.Cli;

/// <summary>Where a command reads and writes.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public Terminal(Stream input, Stream output, TextWriter error)
    {
        Input = input;
        Output = output;
        Error = error;
        Out = new StreamWriter(output, Utf8, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>The terminal of the process.</summary>
    public static Terminal Open() => new(Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error)
    {
        IsInteractive = !Console.IsOutputRedirected,
        UsesColour = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
    };

    public Stream Input { get; }

    /// <summary>Standard output as bytes, for streams of data.</summary>
    public Stream Output { get; }

    /// <summary>Standard output as text.</summary>
    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>Whether a person reads the output as it comes.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Whether colours may be used.</summary>
    public bool UsesColour { get; init; }

    public void Dispose() => Out.Dispose();
}
