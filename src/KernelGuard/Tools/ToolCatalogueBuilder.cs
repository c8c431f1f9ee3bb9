using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Tools.Results;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools;

/// <summary>Brings together what the host registered and what documents declare, and finds names that more than one tool answers to.</summary>
internal sealed class ToolCatalogueBuilder
{
    private readonly Dictionary<string, ToolEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _ambiguous = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ToolDescriptor> _hosted = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _claimed = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ToolCatalogueError> _errors = [];

    /// <summary>What was found wrong.</summary>
    public IReadOnlyList<ToolCatalogueError> Errors => _errors;

    /// <summary>The tools by every name and spelling.</summary>
    public IReadOnlyDictionary<string, ToolEntry> Entries => _entries;

    /// <summary>Names that more than one tool answers to.</summary>
    public IReadOnlySet<string> Ambiguous => _ambiguous;

    /// <summary>Takes the tools that the host registered.</summary>
    public void AddHosted(IEnumerable<ToolDescriptor> tools)
    {
        foreach (var tool in tools)
        {
            if (!_hosted.TryAdd(tool.Name, tool) && !ReferenceEquals(_hosted[tool.Name], tool))
            {
                RefuseName(tool.Name, tool.Name, "two tools have this name, ignoring case: give each its own name");
            }
        }
    }

    /// <summary>Takes what documents declare; after <see cref="AddHosted"/>.</summary>
    public void AddDeclared(IEnumerable<ToolDeclaration> declarations)
    {
        var all = declarations.ToList();
        foreach (var declaration in all)
        {
            Claim(declaration, declaration.Name, "the tool is declared twice, ignoring case: declare it once");
        }

        foreach (var declaration in all)
        {
            foreach (var spelling in declaration.Also.Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (!string.Equals(spelling, declaration.Name, StringComparison.OrdinalIgnoreCase))
                {
                    Claim(declaration, spelling, $"the spelling {QuotedText.Quote(spelling)} already names another tool: list it once");
                }
            }

            AddEntry(declaration);
        }
    }

    /// <summary>Takes hosted tools of which no document says anything; after <see cref="AddDeclared"/>.</summary>
    public void AddUndeclared()
    {
        foreach (var tool in _hosted.Values.Where(tool => !_claimed.Contains(tool.Name)))
        {
            _entries[tool.Name] = Compile(tool.Parameters, tool.Returns, new ToolEntry(new ToolFacts(tool.Name), IsOffered: true));
        }
    }

    private void Claim(ToolDeclaration declaration, string spelling, string message)
    {
        if (!_claimed.Add(spelling))
        {
            RefuseName(spelling, declaration.Name, message);
        }
    }

    private void AddEntry(ToolDeclaration declaration)
    {
        string[] spellings = [declaration.Name, .. declaration.Also];
        var hosted = spellings.Where(_hosted.ContainsKey).Select(name => _hosted[name]).Distinct().ToList();
        if (hosted.Count > 1)
        {
            RefuseName(declaration.Name, declaration.Name, "its name and other spellings name several of the host's tools: a tool has one name");
            _ambiguous.UnionWith(spellings);
        }

        var facts = new ToolFacts(declaration.Name)
        {
            Risk = declaration.Risk,
            Impact = declaration.Impact,
            Data = FrozenList.From(declaration.Data),
            Tags = FrozenList.From(declaration.Tags),
            Labels = FrozenList.From(declaration.Labels),
            IsModifiable = declaration.IsModifiable,
            IsSubstitute = declaration.IsSubstitute,
            Regulations = FrozenList.From(declaration.Regulations),
        };
        var schema = hosted.Count > 0 && hosted[0].Parameters is { } ofHost ? ofHost : declaration.Args;
        var entry = Compile(schema, declaration.Returns ?? hosted.FirstOrDefault()?.Returns, new ToolEntry(facts, IsOffered: hosted.Count > 0)
        {
            Source = declaration.Source,
            Spellings = spellings.Length > 1 ? spellings : null,
            Recorded = declaration.Recorded.IsEmpty ? null : new RecordedResults(declaration.Recorded),
        });
        foreach (var spelling in spellings)
        {
            _entries.TryAdd(spelling, entry);
        }
    }

    private ToolEntry Compile(JsonElement? parameters, JsonElement? returns, ToolEntry entry)
    {
        if (returns is { } ofResult)
        {
            AddErrors(entry, "the schema of the result of", ResultShape.Compile(ofResult, out var shape));
            entry = entry with { Returns = shape };
        }

        if (parameters is not { } given)
        {
            return entry;
        }

        var errors = ToolSchema.Compile(given, out var compiled);
        AddErrors(entry, "the schema of", errors);
        return entry with { Schema = compiled, Parameters = compiled is null ? null : given, HasBrokenSchema = errors.Count > 0 };
    }

    private void AddErrors(ToolEntry entry, string what, IEnumerable<SchemaProblem> errors) => _errors.AddRange(errors.Select(error =>
        new ToolCatalogueError(entry.Facts.Name, $"{what} {QuotedText.Quote(entry.Facts.Name)} cannot be used: {error}")));

    private void RefuseName(string name, string tool, string message)
    {
        if (_ambiguous.Add(name))
        {
            _errors.Add(new ToolCatalogueError(tool, $"{QuotedText.Quote(tool)}: {message}"));
        }
    }
}
