using KernelGuard.Facts;
using KernelGuard.Policies.Documents;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Compilation;

/// <summary>Brings together what the documents of a set add to the vocabulary of conditions.</summary>
internal static class VocabularyCompiler
{
    /// <summary>The vocabulary. Of what is declared twice the first counts: the validators report it.</summary>
    public static ConditionVocabulary Compile(IEnumerable<PolicyDocument> documents)
    {
        var all = documents.ToList();
        return new ConditionVocabulary(
            [
                .. all.SelectMany(document => document.Levels)
                    .DistinctBy(level => level.Name.Value, StringComparer.Ordinal)
                    .Select(level => new LevelScale(level.Name.Value, [.. level.Words.Select(word => word.Value).Distinct(StringComparer.Ordinal)])),
            ],
            [
                .. all.SelectMany(document => document.Facts)
                    .DistinctBy(fact => fact.Subject.Value, StringComparer.Ordinal)
                    .Select(fact => new FactSubject(fact.Subject.Value, [.. fact.Fields.Select(field => new FactField(field.Name.Value, field.Type))])),
            ]);
    }
}
