using System.Text.Json;
using KernelGuard.Cel;
using KernelGuard.Cel.Schemas;
using KernelGuard.Cli.Judging;

namespace KernelGuard.Cli.Commands;

/// <summary>The variables that <c>kernelguard cel</c> knows: the fields of an object, or those that a schema describes.</summary>
internal sealed class CelCommandInput : IDisposable
{
    // A name that occurs twice would be read by one reader as the first and by another as the last.
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };
    private readonly JsonDocument? _document;

    private CelCommandInput(CelEnvironment environment, JsonDocument? document)
    {
        Environment = environment;
        _document = document;
    }

    public CelEnvironment Environment { get; }

    public static CelCommandInput Read(string? file, Stream input, string? schema = null)
    {
        var document = file is null ? null : Parse(file, input);
        if (document is { RootElement.ValueKind: not JsonValueKind.Object })
        {
            throw new CannotRunException($"{file} holds no JSON object");
        }

        var types = schema is null ? null : ReadTypes(schema, input);
        var builder = CelEnvironment.CreateBuilder();
        foreach (var name in (types?.Fields.Keys ?? []).Union(document?.RootElement.EnumerateObject().Select(property => property.Name) ?? []))
        {
            builder.AddVariable(Require(name), types?.Fields.GetValueOrDefault(name)?.Type ?? CelType.Dyn);
        }

        return new CelCommandInput(builder.Build(), document);
    }

    public CelVariables CreateVariables()
    {
        var variables = new CelVariables(Environment);
        foreach (var property in _document?.RootElement.EnumerateObject() ?? default)
        {
            variables.SetObject(property.Name, property.Value);
        }

        return variables;
    }

    public void Dispose() => _document?.Dispose();

    private static CelType ReadTypes(string schema, Stream input)
    {
        using var document = Parse(schema, input);
        return CelSchema.Read(document.RootElement, "input");
    }

    private static JsonDocument Parse(string file, Stream input)
    {
        try
        {
            return file == "-" ? JsonDocument.Parse(input, _strict) : JsonDocument.Parse(GuardFiles.ReadFile(file), _strict);
        }
        catch (JsonException e)
        {
            throw new CannotRunException($"{file} holds no JSON, at line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}", e);
        }
    }

    private static string Require(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(unit => char.IsAsciiLetterOrDigit(unit) || unit == '_')
            ? name
            : throw new CannotRunException($"`{name}` cannot be a variable: that is an identifier of letters, digits and `_`");
}
