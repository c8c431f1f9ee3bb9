using KernelGuard.Calls;

namespace KernelGuard.Evidence.Records;

/// <summary>Collects the members of one JSON object of a record. What is absent is left out.</summary>
internal sealed class RecordMembers
{
    private readonly List<KeyValuePair<string, object?>> _members = [];

    internal IReadOnlyList<KeyValuePair<string, object?>> Members => _members;

    /// <summary>Adds text that is no JSON value of a caller; half surrogates, which have no UTF-8 form, become U+FFFD.</summary>
    internal RecordMembers Add(string key, string? text) => text is null ? this : AddValue(key, RecordText.WellFormed(text));

    internal RecordMembers Add(string key, bool value) => AddValue(key, value);

    internal RecordMembers Add(string key, long value) => AddValue(key, value);

    internal RecordMembers Add(string key, FrozenObject? value) => value is null || value.Count == 0 ? this : AddValue(key, value);

    internal RecordMembers Add(string key, FrozenList? value) => value is null || value.Count == 0 ? this : AddValue(key, value);

    internal RecordMembers Add(string key, RecordMembers? value) => value is null ? this : Add(key, value.ToObject());

    internal RecordMembers AddTexts(string key, IEnumerable<string> texts) => Add(key, new FrozenList([.. texts.Select(RecordText.WellFormed)]));

    internal RecordMembers AddAll<T>(string key, IEnumerable<T> items, Action<RecordMembers, T> describe) =>
        Add(key, new FrozenList([.. items.Select(item => Describe(item, describe))]));

    internal RecordMembers AddValue(string key, object? value)
    {
        _members.Add(new(key, value));
        return this;
    }

    internal FrozenObject ToObject() =>
        new([.. _members.Select(static member => member.Key)], [.. _members.Select(static member => member.Value)], ignoresCase: false);

    private static FrozenObject Describe<T>(T item, Action<RecordMembers, T> describe)
    {
        var members = new RecordMembers();
        describe(members, item);
        return members.ToObject();
    }
}
