using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>Checks one aspect of a set of documents. All are run, whatever the others find.</summary>
internal interface IPolicyValidator
{
    void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag);
}
