"""A contract for import-linter: the public modules of one folder do not know each other, not even through a third."""

from collections.abc import Iterable

from grimp import ImportGraph
from importlinter.contracts.independence import IndependenceContract
from importlinter.domain.contract import ContractCheck
from importlinter.domain.helpers import module_expressions_to_modules
from importlinter.domain.imports import ModuleExpression


class PeersContract(IndependenceContract):
    """Independence, except that a module whose name begins with an underscore is a part that neighbours may share."""

    type_name = "peers"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Leave the private modules out, then check as usual."""
        named: Iterable[ModuleExpression] = vars(self)["modules"]  # a field on the class, its value on the instance
        names = {module.name for module in module_expressions_to_modules(graph, named)}
        public = {ModuleExpression(name) for name in names if not name.rpartition(".")[2].startswith("_")}
        vars(self)["modules"] = public
        return super().check(graph, verbose)
