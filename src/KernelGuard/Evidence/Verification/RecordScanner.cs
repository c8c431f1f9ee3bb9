using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using KernelGuard.Calls;
using KernelGuard.Calls.Canonical;
using KernelGuard.Evidence.Records;

namespace KernelGuard.Evidence.Verification;

/// <summary>Reads the header of a line in one pass, and checks on the way that the line is canonical JSON.</summary>
internal ref struct RecordScanner
{
    private readonly ReadOnlySpan<byte> _line;
    private readonly ReadOnlySpan<byte> _previous;
    private EvidenceRecordType? _type;
    private long _version;
    private long _sequence;
    private bool _hasTime;
    private bool _namesPrevious;
    private UInt128? _decisionId;

    private RecordScanner(ReadOnlySpan<byte> line, ReadOnlySpan<byte> previous)
    {
        _line = line;
        _previous = previous;
        _sequence = -1;
    }

    /// <summary>Reads a line without its line feed.</summary>
    /// <param name="line">The line.</param>
    /// <param name="previous">The hash that its <c>prev</c> should spell.</param>
    internal static RecordHeader Scan(ReadOnlySpan<byte> line, ReadOnlySpan<byte> previous)
    {
        var scanner = new RecordScanner(line, previous);
        var levels = ArrayPool<CanonicalJsonChecker.Level>.Shared.Rent(CanonicalJson.MaxDepth + 2);
        string? problem;
        try
        {
            problem = !Utf8.IsValid(line) ? "the line is no valid UTF-8" : scanner.Read(levels) ?? scanner.Missing();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            problem = "the line is no JSON object";
        }
        finally
        {
            ArrayPool<CanonicalJsonChecker.Level>.Shared.Return(levels);
        }

        return new RecordHeader(scanner._type, scanner._sequence, scanner._namesPrevious, scanner._decisionId, problem);
    }

    private string? Read(CanonicalJsonChecker.Level[] levels)
    {
        var reader = new Utf8JsonReader(_line, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        var checker = new CanonicalJsonChecker(_line, levels);
        while (reader.Read())
        {
            checker.Accept(ref reader);
            if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
            {
                return "the line is no JSON object";
            }

            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref reader, ref checker);
            }
        }

        return checker.IsCanonical ? null : "the line is not in canonical form";
    }

    private void ReadMember(ref Utf8JsonReader reader, ref CanonicalJsonChecker checker)
    {
        var key = reader.ValueSpan;
        if (!reader.Read())
        {
            return;
        }

        checker.Accept(ref reader);
        if (reader.TokenType == JsonTokenType.String)
        {
            ReadText(key, reader.ValueSpan);
        }
        else if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            _version = key.SequenceEqual("v"u8) ? number : _version;
            _sequence = key.SequenceEqual("seq"u8) ? number : _sequence;
        }
    }

    private void ReadText(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("prev"u8))
        {
            Span<byte> expected = stackalloc byte[64];
            Convert.TryToHexStringLower(_previous, expected, out _);
            _namesPrevious = value.Length == 71 && value.StartsWith("sha256:"u8) && value[7..].SequenceEqual(expected);
        }
        else if (key.SequenceEqual("type"u8))
        {
            _type = TypeOf(value);
        }
        else if (key.SequenceEqual("time"u8))
        {
            _hasTime = RecordTime.IsTime(value);
        }
        else if (key.SequenceEqual("decision_id"u8))
        {
            _decisionId = DecisionIdText.Parse(value);
        }
    }

    private static EvidenceRecordType? TypeOf(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("decision"u8) ? EvidenceRecordType.Decision
        : value.SequenceEqual("outcome"u8) ? EvidenceRecordType.Outcome
        : value.SequenceEqual("recovery"u8) ? EvidenceRecordType.Recovery
        : value.SequenceEqual("note"u8) ? EvidenceRecordType.Note
        : null;

    private readonly string? Missing() =>
        _version != EvidenceRecord.FormatVersion ? "`v` is not 1"
        : _type is null ? "`type` is unknown"
        : _sequence < 0 ? "`seq` is no sequence number"
        : !_hasTime ? "`time` is no time"
        : _type is EvidenceRecordType.Decision or EvidenceRecordType.Outcome && _decisionId is null ? "`decision_id` is no id"
        : null;
}
