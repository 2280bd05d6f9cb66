/** Makes Robusta known to Jupyter, without Python: the kernelspec, and what opens a front end. */
package robusta.kernel.install;
