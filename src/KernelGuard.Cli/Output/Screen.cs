using System.Globalization;
using Spectre.Console;

namespace KernelGuard.Cli.Output;

/// <summary>Prints for people: tables, and colours where the terminal has them. Where output goes to a file or a pipe it is plain text, nothing wrapped.</summary>
internal sealed class Screen
{
    private readonly TextWriter _output;
    private readonly IAnsiConsole? _console;

    /// <summary>A screen on a terminal's standard output.</summary>
    public Screen(Terminal terminal)
        : this(terminal.Out, terminal.IsInteractive ? CreateConsole(terminal) : null)
    {
    }

    private Screen(TextWriter output, IAnsiConsole? console)
    {
        _output = output;
        _console = console;
    }

    /// <summary>A screen that prints plain text.</summary>
    public static Screen Plain(TextWriter output) => new(output, null);

    /// <summary>A number, the same in every culture.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Prints a line.</summary>
    public void WriteLine(string text = "", Tone tone = Tone.Plain) => Write(PrintableText.Line(text), tone);

    /// <summary>Prints text of several lines.</summary>
    public void WriteBlock(string text, Tone tone = Tone.Plain) => Write(PrintableText.Block(text), tone);

    /// <summary>Prints a table.</summary>
    /// <param name="headings">The columns; one that begins with <c>&gt;</c> holds numbers.</param>
    /// <param name="rows">The rows, each with as many cells.</param>
    public void WriteTable(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<(string Text, Tone Tone)>> rows)
    {
        if (_console is null)
        {
            PlainTable.Write(_output, headings, [.. rows.Select(row => row.Select(cell => PrintableText.Line(cell.Text)).ToArray())]);
            return;
        }

        var table = new Table { Border = TableBorder.Rounded };
        foreach (var heading in headings)
        {
            var column = new TableColumn(new Text(heading.TrimStart('>')));
            table.AddColumn(heading.StartsWith('>') ? column.RightAligned() : column);
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(PrintableText.Line(cell.Text), StyleOf(cell.Tone))));
        }

        _console.Write(table);
    }

    private static IAnsiConsole CreateConsole(Terminal terminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(terminal.Out),
        Ansi = terminal.UsesColour ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = terminal.UsesColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
    });

    private void Write(string text, Tone tone)
    {
        // Text without a style is not wrapped here, so that JSON can be copied from a terminal.
        if (_console is null || tone == Tone.Plain)
        {
            _output.Write(text + "\n");
            return;
        }

        _console.Write(new Text(text, StyleOf(tone)));
        _console.WriteLine();
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Notice => new Style(Color.Yellow),
        Tone.Bad => new Style(Color.Red),
        Tone.Quiet => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };
}
